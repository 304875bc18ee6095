// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.Verdict;
import caesure.consensus.Reject;
import caesure.consensus.WitnessCommitment;
import caesure.http.Json;
import caesure.node.NodeClock;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Methods that take blocks and headers by hand: submitblock (BIP 22), submitheader. */
public final class SubmitCalls {
    private static final String MINING = "mining";

    private final Supplier<Chain> chain;
    private final NodeClock clock;

    public SubmitCalls(Supplier<Chain> chain, NodeClock clock) {
        this.chain = chain;
        this.clock = clock;
    }

    public List<Method> methods() {
        return List.of(submitBlock(), submitHeader());
    }

    private Method submitBlock() {
        return new Method(
                "submitblock",
                MINING,
                "Takes a new block, and tells the network of it if it is good.\n"
                        + "See https://en.bitcoin.it/wiki/BIP_0022 for full specification.",
                List.of(
                        Argument.required("hexdata", Argument.Kind.HEX, "the block in hexadecimal"),
                        Argument.hinted(
                                "dummy",
                                Argument.Kind.STR,
                                "ignored",
                                "has no meaning; BIP 22 has a second argument")),
                List.of(
                        Result.of(Result.Kind.NONE, "").when("If the block was accepted"),
                        Result.of(Result.Kind.STR, "According to BIP22").when("Otherwise")),
                Method.examples("submitblock", "\"mydata\""),
                this::submitBlock);
    }

    private Method submitHeader() {
        return new Method(
                "submitheader",
                MINING,
                "Takes a header, which its block may follow.\nAn invalid one is an error.",
                List.of(
                        Argument.required(
                                "hexdata", Argument.Kind.HEX, "the header in hexadecimal")),
                List.of(Result.of(Result.Kind.NONE, "None")),
                Method.examples("submitheader", "\"aabbcc\""),
                this::submitHeader);
    }

    private Json submitBlock(Call call) throws RpcException {
        Chain open = chain.get();
        Block block = completed(block(call.text("hexdata")), open);
        try {
            Verdict verdict = open.add(block, block.bytes(), Chain.Source.SUBMITTED, clock.nowS());
            return word(verdict).map(Json::of).orElse(Json.ofNull());
        } catch (IOException e) {
            throw new RpcException(
                    RpcException.VERIFY_ERROR, "The block was not stored: " + e.getMessage());
        }
    }

    /**
     * The block that hexadecimal digits begin with; as in bitcoind more may follow.
     *
     * @throws RpcException if they do not
     */
    static Block block(String digits) throws RpcException {
        try {
            return Block.read(ByteString.fromHex(digits).reader());
        } catch (MalformedException e) {
            throw new RpcException(RpcException.DESERIALIZATION_ERROR, "Block decode failed");
        }
    }

    /** With the coinbase's witness, which a miner may leave out. */
    private static Block completed(Block block, Chain chain) {
        Optional<HeaderNode> parent = chain.headers().find(block.header().previous());
        if (parent.isEmpty()) return block;
        int height = parent.get().height() + 1;
        return WitnessCommitment.completed(block, chain.params().deployments().segwit(height));
    }

    /** What BIP 22 calls a verdict; empty if the block is on the best chain now. */
    private static Optional<String> word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Connected _ -> Optional.empty();
            case Verdict.Known _ -> Optional.of("duplicate");
            case Verdict.Stored _, Verdict.Ignored _ -> Optional.of("inconclusive");
            case Verdict.NoParent _ -> Optional.of(Reject.Reason.PREV_BLK_NOT_FOUND.text());
            case Verdict.Rejected rejected ->
                    rejected.ancestor().isPresent() // its own coins were never looked at
                            ? Optional.of("inconclusive")
                            : Optional.of(rejected.reject().text());
            case Verdict.Malformed _ ->
                    throw new IllegalStateException("a block that was parsed: " + verdict);
        };
    }

    private Json submitHeader(Call call) throws RpcException {
        Header header = header(call.text("hexdata"));
        Chain open = chain.get();
        if (open.headers().find(header.previous()).isEmpty()) {
            throw new RpcException(
                    RpcException.VERIFY_ERROR,
                    "Must submit previous header (" + header.previous() + ") first");
        }
        try {
            Optional<Reject> fault =
                    open.addHeaders(List.of(header), Chain.Source.SUBMITTED, clock.nowS());
            if (fault.isEmpty()) return Json.ofNull();
            throw new RpcException(RpcException.VERIFY_ERROR, fault.get().text());
        } catch (IOException e) {
            throw new RpcException(
                    RpcException.VERIFY_ERROR, "The header was not stored: " + e.getMessage());
        }
    }

    private static Header header(String digits) throws RpcException {
        try {
            return Header.read(ByteString.fromHex(digits).reader());
        } catch (MalformedException e) {
            throw new RpcException(
                    RpcException.DESERIALIZATION_ERROR, "Block header decode failed");
        }
    }
}
