// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteWriter;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.Json;
import caesure.ledger.SpentCoins;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;
import caesure.views.BlockView;
import caesure.views.Difficulty;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Methods that show blocks: getblockcount, getbestblockhash, getblockhash, getblock,
 * getblockheader, getdifficulty.
 */
public final class BlockCalls {
    private static final String BLOCKCHAIN = "blockchain";

    /** Stands in the examples: block 200,000 of the main network. */
    static final String EXAMPLE_HASH =
            "\"000000000000034a7dedef4a161fa058a2d67a173a90155f3a2fe6fc132e0ebf\"";

    private final ChainLookup lookup;

    /**
     * Shows the blocks of a chain.
     *
     * @param chain there by the time of the first call
     */
    public BlockCalls(Supplier<Chain> chain) {
        this.lookup = new ChainLookup(chain);
    }

    public List<Method> methods() {
        return List.of(
                getBlockCount(),
                getBestBlockHash(),
                getBlockHash(),
                getBlock(),
                getBlockHeader(),
                getDifficulty());
    }

    private Method getBlockCount() {
        return new Method(
                "getblockcount",
                BLOCKCHAIN,
                "Returns the height of the best chain, all of whose blocks are verified. Genesis"
                        + " has height 0.",
                List.of(),
                List.of(Fields.num("", "The height of the last block")),
                Method.examples("getblockcount", ""),
                _ -> Json.of(lookup.tip().height()));
    }

    private Method getBestBlockHash() {
        return new Method(
                "getbestblockhash",
                BLOCKCHAIN,
                "Returns the hash of the last block of the best chain, all of whose blocks are"
                        + " verified.",
                List.of(),
                List.of(Fields.hex("", "The block hash")),
                Method.examples("getbestblockhash", ""),
                _ -> Json.of(lookup.tip().hash().toString()));
    }

    private Method getBlockHash() {
        return new Method(
                "getblockhash",
                BLOCKCHAIN,
                "Returns the hash of the block that the best chain has at a height.",
                List.of(Argument.required("height", Argument.Kind.NUM, "The height")),
                List.of(Fields.hex("", "The block hash")),
                Method.examples("getblockhash", "1000"),
                call -> {
                    HeaderNode tip = lookup.tip();
                    int height = call.number("height");
                    if (height < 0 || height > tip.height()) {
                        throw new RpcException(
                                RpcException.INVALID_PARAMETER, "Block height out of range");
                    }
                    return Json.of(tip.ancestor(height).hash().toString());
                });
    }

    private Method getDifficulty() {
        return new Method(
                "getdifficulty",
                BLOCKCHAIN,
                "Returns how many times harder than the easiest the last block was to find.",
                List.of(),
                List.of(Fields.num("", "The difficulty, a multiple of the least")),
                Method.examples("getdifficulty", ""),
                _ -> Difficulty.json(lookup.tip().header().bits()));
    }

    private Method getBlockHeader() {
        return new Method(
                "getblockheader",
                BLOCKCHAIN,
                "Returns the header of a block, as an object or as its 80 bytes.",
                List.of(
                        Argument.required("blockhash", Argument.Kind.HEX, "The block hash"),
                        Argument.defaulted(
                                "verbose",
                                Argument.Kind.BOOL,
                                Json.of(true),
                                "true for an object, false for the bytes")),
                List.of(
                        Fields.whole(headerFields().toArray(Result[]::new))
                                .when("for verbose = true"),
                        Fields.hex("", "The bytes of the header").when("for verbose=false")),
                Method.examples("getblockheader", EXAMPLE_HASH),
                call -> {
                    HeaderNode node = lookup.find(Arguments.hash(call.get("blockhash"), "hash"));
                    return call.flag("verbose")
                            ? BlockView.header(node, lookup.tip())
                            : Json.of(bytes(node.header()));
                });
    }

    private static String bytes(Header header) {
        var out = new ByteWriter(Header.BYTES);
        header.write(out);
        return out.toByteString().toString();
    }

    private Method getBlock() {
        return new Method(
                "getblock",
                BLOCKCHAIN,
                "Returns a block: its bytes, or an object with the ids of its transactions, or"
                        + " with all of each, or with the coins that they spent, too.",
                List.of(
                        Argument.required("blockhash", Argument.Kind.HEX, "The block hash"),
                        Argument.defaulted(
                                        "verbosity|verbose",
                                        Argument.Kind.NUM,
                                        Json.of(1),
                                        "0 for the bytes, 1 for an object with transaction ids, 2"
                                                + " for one with transactions, 3 for one with"
                                                + " transactions and the outputs they spent")
                                .unchecked()),
                List.of(
                        Fields.hex("", "The bytes of the block").when("for verbosity = 0"),
                        blockFields("", Fields.hex("", "The transaction id"))
                                .when("for verbosity = 1"),
                        blockFields(
                                        "as for verbosity = 1",
                                        Fields.whole(
                                                Fields.num("", "")
                                                        .elided(
                                                                "as getrawtransaction shows it,"
                                                                        + " with hex"),
                                                fee()))
                                .when("for verbosity = 2"),
                        blockFields(
                                        "as for verbosity = 2",
                                        Fields.whole(
                                                Fields.num("", "").elided("as for verbosity = 2"),
                                                Fields.array("vin", "", prevout())))
                                .when("for verbosity = 3")),
                Method.examples("getblock", EXAMPLE_HASH),
                this::block);
    }

    private static Result fee() {
        return Fields.amount("fee", "What the miner got, if the coins spent are known").maybe();
    }

    private static Result prevout() {
        return Fields.whole(
                Fields.num("", "").elided("as for verbosity = 2"),
                Fields.object(
                                "prevout",
                                "The output that is spent, if it is known",
                                Fields.flag("generated", "Whether a coinbase made it"),
                                Fields.num("height", "The height of the block that made it"),
                                Fields.amount("value", "Its value in BTC"),
                                Fields.object(
                                        "scriptPubKey",
                                        "",
                                        Fields.text("asm", "The script, taken apart"),
                                        Fields.text("desc", "A descriptor of the script"),
                                        Fields.hex("hex", "The bytes of the script"),
                                        Fields.text("address", "The address, if it has one")
                                                .maybe(),
                                        Fields.text("type", "The kind of script")))
                        .maybe());
    }

    private Json block(Call call) throws RpcException {
        HeaderNode node = lookup.named(call);
        int verbosity = verbosity(call.get("verbosity"));
        HeaderNode tip = lookup.tip();
        Block block = lookup.block(node);
        if (verbosity <= 0) return Json.of(block.bytes().toString());
        BlockView.Detail detail =
                switch (verbosity) {
                    case 1 -> BlockView.Detail.TXIDS;
                    case 2 -> BlockView.Detail.TRANSACTIONS;
                    default -> BlockView.Detail.PREVOUTS;
                };
        Optional<SpentCoins> spent = verbosity == 1 ? Optional.empty() : spent(node, block);
        return BlockView.block(block, node, tip, lookup.chain().params(), detail, spent);
    }

    private Optional<SpentCoins> spent(HeaderNode node, Block block) throws RpcException {
        try {
            return lookup.spent(node, block);
        } catch (IOException e) {
            throw new RpcException(
                    RpcException.INTERNAL_ERROR,
                    "Undo data expected but can't be read. This could be due to disk corruption or"
                            + " a conflict with a pruning event.");
        }
    }

    /** A number, or a flag from the time when there were but two (ParseVerbosity). */
    private static int verbosity(Json value) throws RpcException {
        if (value instanceof Json.Bool(boolean verbose)) return verbose ? 1 : 0;
        return (int) Arguments.number(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A block's members; all but {@code tx} are left to another help if the words say so. */
    private static Result blockFields(String elision, Result transaction) {
        List<Result> fields = new ArrayList<>();
        if (elision.isEmpty()) {
            fields.addAll(headerFields());
            fields.add(Fields.num("strippedsize", "The block's bytes without witnesses"));
            fields.add(Fields.num("size", "The block's bytes"));
            fields.add(Fields.num("weight", "The block's weight (BIP 141)"));
            fields.add(coinbaseFields());
        } else {
            fields.add(Fields.num("", "").elided(elision));
        }
        fields.add(Fields.array("tx", "The transactions", transaction));
        return Fields.whole(fields.toArray(Result[]::new));
    }

    private static Result coinbaseFields() {
        return Fields.object(
                "coinbase_tx",
                "Of the coinbase transaction",
                Fields.num("version", "Its version"),
                Fields.num("locktime", "Its lock time"),
                Fields.num("sequence", "The sequence of its input"),
                Fields.hex("coinbase", "The script of its input"),
                Fields.hex("witness", "The only item of its witness, if it has one").maybe());
    }

    private static List<Result> headerFields() {
        return List.of(
                Fields.hex("hash", "The block hash, as it was given"),
                Fields.num(
                        "confirmations",
                        "How many blocks confirm it; -1 if it is not on the best chain"),
                Fields.num("height", "The height of the block"),
                Fields.num("version", "The version"),
                Fields.hex("versionHex", "The version in hexadecimal"),
                Fields.hex("merkleroot", "The root of the transactions' tree"),
                Fields.time("time", "The time that the miner claims, " + Fields.EPOCH),
                Fields.time("mediantime", "The median of the last 11 times, " + Fields.EPOCH),
                Fields.num("nonce", "The nonce"),
                Fields.hex("bits", "The target in compact form"),
                Fields.hex("target", "The target"),
                Fields.num("difficulty", "The difficulty"),
                Fields.hex("chainwork", "The hashes that the chain up to here took, on average"),
                Fields.num("nTx", "How many transactions the block has"),
                Fields.hex("previousblockhash", "The block before, if there is one").maybe(),
                Fields.hex("nextblockhash", "The block after, if there is one").maybe());
    }
}
