// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.address.Address;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.Chain;
import caesure.chain.Verdict;
import caesure.consensus.Network;
import caesure.consensus.Reject;
import caesure.crypto.Hash256;
import caesure.http.Json;
import caesure.mining.Assembler;
import caesure.mining.BlockTemplate;
import caesure.mining.Miner;
import caesure.node.NodeClock;
import caesure.primitives.Block;
import caesure.primitives.Transaction;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Methods that make blocks: generatetoaddress, generatetodescriptor, generateblock, generate. */
public final class GenerateCalls {
    /** Nonces that are tried when a caller does not say how many (DEFAULT_MAX_TRIES). */
    private static final long TRIES = 1_000_000;

    private final Supplier<Chain> chain;
    private final NodeClock clock;
    private final Assembler assembler;
    private final OutputParser outputs;

    public GenerateCalls(
            Supplier<Chain> chain, NodeClock clock, Assembler assembler, OutputParser outputs) {
        this.chain = chain;
        this.clock = clock;
        this.assembler = assembler;
        this.outputs = outputs;
    }

    public List<Method> methods() {
        return List.of(toAddress(), toDescriptor(), block(), generate());
    }

    private Method toAddress() {
        return new Method(
                "generatetoaddress",
                Method.HIDDEN,
                "Makes blocks that pay to an address, one on the other, and returns their hashes.",
                List.of(
                        Argument.required("nblocks", Argument.Kind.NUM, "How many blocks."),
                        Argument.required(
                                "address", Argument.Kind.STR, "Who gets the new bitcoins."),
                        tries()),
                hashes(),
                "\nEleven blocks for myaddress:\n"
                        + Method.cliExample("generatetoaddress", "11 \"myaddress\""),
                call -> {
                    int count = call.number("nblocks");
                    int tries = call.number("maxtries");
                    ByteString script =
                            address(call.text("address"))
                                    .orElseThrow(() -> badKey("Error: Invalid address"));
                    return generate(call, count, script, tries);
                });
    }

    private Method toDescriptor() {
        return new Method(
                "generatetodescriptor",
                Method.HIDDEN,
                "Makes blocks that pay to a descriptor, one on the other, and returns their"
                        + " hashes.",
                List.of(
                        Argument.required("num_blocks", Argument.Kind.NUM, "How many blocks."),
                        Argument.required(
                                "descriptor", Argument.Kind.STR, "Who gets the new bitcoins."),
                        tries()),
                hashes(),
                "\nEleven blocks for mydesc:\n"
                        + Method.cliExample("generatetodescriptor", "11 \"mydesc\""),
                call -> {
                    int count = call.number("num_blocks");
                    long tries = Arguments.number(call.get("maxtries"), 0, Long.MAX_VALUE);
                    return generate(call, count, descriptor(call.text("descriptor")), tries);
                });
    }

    private static Argument tries() {
        return Argument.defaulted(
                "maxtries", Argument.Kind.NUM, Json.of(TRIES), "How many nonces may be tried.");
    }

    private static List<Result> hashes() {
        return List.of(
                Result.of(
                        Result.Kind.ARR,
                        "the hashes of the blocks",
                        Result.of(Result.Kind.HEX, "a block's hash")));
    }

    private Method block() {
        return new Method(
                "generateblock",
                Method.HIDDEN,
                "Makes one block of given transactions in their order, and returns its hash.\n"
                        + "The coinbase does not collect their fees.",
                List.of(
                        Argument.required(
                                "output",
                                Argument.Kind.STR,
                                "The address or descriptor that gets the new bitcoins."),
                        Argument.required(
                                        "transactions",
                                        Argument.Kind.ARR,
                                        "The transactions, each as its bytes in hexadecimal or as"
                                                + " the txid of one in the mempool.\n"
                                                + "They must be valid in this order.")
                                .with(Argument.optional("rawtx/txid", Argument.Kind.HEX, "")),
                        Argument.defaulted(
                                "submit",
                                Argument.Kind.BOOL,
                                Json.of(true),
                                "Whether the block is added to the chain, or only returned.")),
                List.of(
                        Result.of(
                                Result.Kind.OBJ,
                                "",
                                Result.of(Result.Kind.HEX, "hash", "the block's hash"),
                                Result.of(Result.Kind.HEX, "hex", "the block, only if submit=false")
                                        .maybe())),
                "\nA block of two transactions for myaddress:\n"
                        + Method.cliExample(
                                "generateblock", "\"myaddress\" '[\"rawtx\", \"mempool_txid\"]'"),
                this::generateBlock);
    }

    private static Method generate() {
        return new Method(
                "generate",
                Method.HIDDEN,
                "has been replaced by the -generate cli option. Refer to -help for more"
                        + " information.",
                List.of(),
                List.of(),
                "",
                call -> {
                    throw new RpcException(
                            RpcException.METHOD_NOT_FOUND, call.methods().help("generate"));
                });
    }

    private Json generate(Call call, int count, ByteString payTo, long tries) throws RpcException {
        Chain open = open();
        var miner = new Miner(tries, call.stopping());
        List<Json> hashes = new ArrayList<>();
        while (hashes.size() < count && miner.goesOn()) {
            BlockTemplate template = assembler.next(open, payTo, List.of());
            check(open, template, RpcException.MISC_ERROR);
            Optional<Block> block = miner.solve(template);
            if (block.isEmpty()) continue; // it goes on with another template, or not at all
            submit(open, block.get());
            hashes.add(Json.of(block.get().hash().toString()));
        }
        return Json.array(hashes);
    }

    private Json generateBlock(Call call) throws RpcException {
        ByteString payTo = output(call.text("output"));
        List<Transaction> others = transactions(call.list("transactions"));
        Chain open = open();
        BlockTemplate template = assembler.next(open, payTo, others);
        check(open, template, RpcException.VERIFY_ERROR);
        Block block =
                new Miner(TRIES, call.stopping())
                        .solve(template)
                        .orElseThrow(() ->
                                new RpcException(RpcException.MISC_ERROR, "Failed to make block."));
        var answer = Json.object().with("hash", block.hash().toString());
        if (!call.flag("submit")) return answer.with("hex", block.bytes().toString()).build();
        submit(open, block);
        return answer.build();
    }

    /** A block is only searched that would be connected (TestBlockValidity). */
    private void check(Chain open, BlockTemplate template, int code) throws RpcException {
        Optional<Reject> fault = open.trial().draft(template.block(0), clock.nowS());
        if (fault.isEmpty()) return;
        throw new RpcException(code, "TestBlockValidity failed: " + fault.get());
    }

    /**
     * The chain.
     *
     * @throws RpcException on a signet, where a block needs the signature of those who may make it
     */
    private Chain open() throws RpcException {
        Chain open = chain.get();
        if (open.params().network() == Network.SIGNET) {
            throw new RpcException(
                    RpcException.MISC_ERROR,
                    "A signet's blocks need a signature; none is made here");
        }
        return open;
    }

    /** Adds a block; once this returns the tip has moved. */
    private void submit(Chain open, Block block) throws RpcException {
        try {
            Verdict verdict = open.add(block, block.bytes(), Chain.Source.SUBMITTED, clock.nowS());
            if (verdict instanceof Verdict.Rejected || verdict instanceof Verdict.NoParent) {
                throw new RpcException(
                        RpcException.INTERNAL_ERROR, "ProcessNewBlock, block not accepted");
            }
        } catch (IOException e) {
            throw new RpcException(
                    RpcException.INTERNAL_ERROR, "The block was not stored: " + e.getMessage());
        }
    }

    private ByteString descriptor(String text) throws RpcException {
        try {
            return outputs.script(text);
        } catch (MalformedException e) {
            throw badKey(e.getMessage());
        }
    }

    /** A descriptor, or else an address. */
    private ByteString output(String text) throws RpcException {
        try {
            return outputs.script(text);
        } catch (MalformedException e) {
            return address(text).orElseThrow(() -> badKey("Error: Invalid address or descriptor"));
        }
    }

    private Optional<ByteString> address(String text) {
        try {
            return Optional.of(
                    Address.parse(text, chain.get().params().addresses()).scriptPubKey());
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static List<Transaction> transactions(List<Json> items) throws RpcException {
        List<Transaction> transactions = new ArrayList<>();
        for (Json item : items) transactions.add(transaction(Arguments.text(item)));
        return transactions;
    }

    private static Transaction transaction(String text) throws RpcException {
        if (isHash(text)) throw badKey("Transaction " + text + " not in mempool.");
        try {
            return Transaction.parse(ByteString.fromHex(text));
        } catch (MalformedException e) {
            throw new RpcException(
                    RpcException.DESERIALIZATION_ERROR,
                    "Transaction decode failed for "
                            + text
                            + ". Make sure the tx has at least one input.");
        }
    }

    private static boolean isHash(String text) {
        try {
            Hash256.parse(text);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    private static RpcException badKey(String words) {
        return new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, words);
    }
}
