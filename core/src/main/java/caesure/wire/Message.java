// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.primitives.Block;
import caesure.primitives.Transaction;

import java.util.List;

/**
 * What one peer says to another: one record for each of the 36 messages of today's Bitcoin Core,
 * and one for all that it does not know (reject and alert, which are gone, among them).
 *
 * <p>As Core does, a message is read to the end of what belongs to it, and what follows is ignored;
 * only "feature" (BIP 434) has to end there. Only "version" and "pong" may end early.
 *
 * <p>Reading allocates at most the following times the bytes of the payload, and 4 KB;
 * MessageCostTest in the tests holds it to that. Blocks and transactions are the worst where they
 * consist of nothing but the least transaction of 10 bytes, which is still a transaction with two
 * hashes.
 *
 * <pre>
 *   tx block blocktxn cmpctblock                 60
 *   headers                                      12
 *   addr addrv2                                  50, and never more than 1,000 entries
 *   getblocktxn                                  40, and never more than 65,536 numbers
 *   inv getdata notfound                          5
 *   getblocks getheaders merkleblock cf*          4
 *   all others                                    2
 * </pre>
 */
public sealed interface Message
        permits Version,
                Negotiation,
                Addresses,
                Inventory,
                ChainMessage,
                CompactBlocks,
                BloomFilters,
                BlockFilters,
                Message.GetAddr,
                Message.Mempool,
                Message.Ping,
                Message.Pong,
                Message.Tx,
                Message.FullBlock,
                Message.UnknownMessage {
    /** How long a payload may be, in bytes (Core's MAX_PROTOCOL_MESSAGE_LENGTH). */
    int PAYLOAD_BYTES_MAX = 4_000_000;

    /** The commands that have a record of their own, in the order of Core's list. */
    List<String> COMMANDS =
            List.of(
                    "version",
                    "verack",
                    "addr",
                    "addrv2",
                    "sendaddrv2",
                    "inv",
                    "getdata",
                    "merkleblock",
                    "getblocks",
                    "getheaders",
                    "tx",
                    "headers",
                    "block",
                    "getaddr",
                    "mempool",
                    "ping",
                    "pong",
                    "notfound",
                    "filterload",
                    "filteradd",
                    "filterclear",
                    "sendheaders",
                    "feefilter",
                    "sendcmpct",
                    "cmpctblock",
                    "getblocktxn",
                    "blocktxn",
                    "getcfilters",
                    "cfilter",
                    "getcfheaders",
                    "cfheaders",
                    "getcfcheckpt",
                    "cfcheckpt",
                    "wtxidrelay",
                    "sendtxrcncl",
                    "feature");

    /** The name by which it is sent. */
    String command();

    /** Writes what follows the name. */
    void write(ByteSink out);

    /** What follows the name. */
    default ByteString payload() {
        var out = new ByteWriter();
        write(out);
        return out.toByteString();
    }

    /**
     * Reads a message. Who ignores a message in the state of the conversation should not read it:
     * what is wrong with it then does not matter either.
     *
     * @param payload without head, with all of what was sent
     * @throws MalformedException if the bytes are not such a message; says where and what
     * @throws ViolationException if they are, and say what nobody may say
     */
    static Message read(String command, ByteString payload)
            throws MalformedException, ViolationException {
        if (payload.length() > PAYLOAD_BYTES_MAX) {
            throw new MalformedException(command + " of " + payload.length() + " bytes");
        }
        ByteReader in = payload.reader();
        try {
            return MessageReader.read(command, payload, in);
        } catch (MalformedException e) {
            String where = " at byte " + in.position() + " of " + payload.length() + ": ";
            throw new MalformedException(command + where + e.getMessage());
        }
    }

    /** Asks for addresses of nodes. No payload. */
    record GetAddr() implements Message {
        @Override
        public String command() {
            return "getaddr";
        }

        @Override
        public void write(ByteSink out) {}
    }

    /** Asks for the names of all unconfirmed transactions (BIP 35). No payload. */
    record Mempool() implements Message {
        @Override
        public String command() {
            return "mempool";
        }

        @Override
        public void write(ByteSink out) {}
    }

    /**
     * Asks whether the peer is there: {@code ping = nonce(u64)}. Peers of {@link
     * ProtocolVersion#PING_WITHOUT_NONCE} and below send none and expect no answer; theirs is not
     * to be read.
     *
     * @param nonce comes back in the answer (BIP 31)
     */
    record Ping(long nonce) implements Message {
        static Ping read(ByteReader in) throws MalformedException {
            return new Ping(in.i64());
        }

        @Override
        public String command() {
            return "ping";
        }

        @Override
        public void write(ByteSink out) {
            out.u64(nonce);
        }
    }

    /**
     * Answers a ping: {@code pong = nonce(u64)}.
     *
     * @param nonce of the ping; 0 also if the payload was too short for one: both end the wait for
     *     an answer, whatever was asked
     * @param isShort whether it was too short for a nonce
     */
    record Pong(long nonce, boolean isShort) implements Message {
        public Pong {
            if (isShort && nonce != 0) throw new IllegalArgumentException("no room for a nonce");
        }

        public Pong(long nonce) {
            this(nonce, false);
        }

        static Pong read(ByteReader in) throws MalformedException {
            boolean isShort = in.remaining() < Long.BYTES;
            return new Pong(isShort ? 0 : in.i64(), isShort);
        }

        @Override
        public String command() {
            return "pong";
        }

        @Override
        public void write(ByteSink out) {
            if (!isShort) out.u64(nonce);
        }
    }

    /** A transaction: {@code tx = transaction}, with its witness if it has one. */
    record Tx(Transaction transaction) implements Message {
        static Tx read(ByteReader in) throws MalformedException {
            return new Tx(Transaction.read(in));
        }

        @Override
        public String command() {
            return "tx";
        }

        @Override
        public void write(ByteSink out) {
            out.bytes(transaction.bytes());
        }
    }

    /** A block: {@code block = header count transaction*}, with the witnesses there are. */
    record FullBlock(Block block) implements Message {
        static FullBlock read(ByteReader in) throws MalformedException {
            return new FullBlock(Block.read(in));
        }

        @Override
        public String command() {
            return "block";
        }

        @Override
        public void write(ByteSink out) {
            block.write(out);
        }
    }

    /**
     * A message that Core does not know. To be ignored.
     *
     * @param command not one of {@link #COMMANDS}
     * @param payload unread
     */
    record UnknownMessage(String command, ByteString payload) implements Message {
        public UnknownMessage {
            if (COMMANDS.contains(command)) {
                throw new IllegalArgumentException(command + " is known");
            }
        }

        @Override
        public void write(ByteSink out) {
            out.bytes(payload);
        }
    }
}
