// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.Json;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.Header;
import caesure.primitives.OutPoint;
import caesure.primitives.PartialMerkleTree;
import caesure.primitives.Transaction;
import caesure.primitives.Txid;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Proofs that transactions are in a block: gettxoutproof, verifytxoutproof.
 *
 * <pre>
 *   proof = header(80) tree        (see {@link PartialMerkleTree})
 * </pre>
 */
public final class ProofCalls {
    private static final String BLOCKCHAIN = "blockchain";

    /** No transaction has more outputs: so many fill a block (MAX_OUTPUTS_PER_BLOCK). */
    private static final int OUTPUTS_MAX = 4_000_000 / (4 * 9);

    private final Supplier<Chain> chain;

    public ProofCalls(Supplier<Chain> chain) {
        this.chain = chain;
    }

    public List<Method> methods() {
        return List.of(get(), verify());
    }

    private Method get() {
        return new Method(
                "gettxoutproof",
                BLOCKCHAIN,
                "Returns a proof that transactions are in a block. If the block is not named, it is"
                        + " found only while an output of one of them is unspent.",
                List.of(
                        Argument.required("txids", Argument.Kind.ARR, "The txids to prove")
                                .with(
                                        Argument.optional(
                                                "txid", Argument.Kind.HEX, "A transaction hash")),
                        Argument.optional(
                                "blockhash",
                                Argument.Kind.HEX,
                                "The block in which to look for them")),
                List.of(Result.of(Result.Kind.STR, "data", "The proof in hexadecimal")),
                "",
                this::proof);
    }

    private Json proof(Call call) throws RpcException {
        Set<Txid> wanted = wanted(call.list("txids"));
        Chain now = chain.get();
        HeaderNode node =
                call.has("blockhash")
                        ? StoredBlocks.find(
                                now, call.get("blockhash"), "blockhash", "Block not found")
                        : blockOf(now, wanted);
        Block block = StoredBlocks.read(now, node, "Block not available (not fully downloaded)");
        List<Txid> txids = block.transactions().stream().map(Transaction::txid).toList();
        if (txids.stream().filter(wanted::contains).count() != wanted.size()) {
            throw unknown("Not all transactions found in specified or retrieved block");
        }
        var out = new ByteWriter();
        block.header().write(out);
        PartialMerkleTree.of(txids, wanted::contains).write(out);
        return Json.of(out.toByteString().toString());
    }

    private static Set<Txid> wanted(List<Json> texts) throws RpcException {
        if (texts.isEmpty()) throw invalid("Parameter 'txids' cannot be empty");
        Set<Txid> wanted = new LinkedHashSet<>();
        for (Json text : texts) {
            Txid txid = new Txid(HexArguments.hash(text, "txid"));
            if (!wanted.add(txid)) {
                throw invalid("Invalid parameter, duplicated txid: " + ((Json.Str) text).text());
            }
        }
        return wanted;
    }

    /** The block that an unspent output of any of the transactions is from. */
    private static HeaderNode blockOf(Chain chain, Set<Txid> wanted) throws RpcException {
        Chain.Tip tip = chain.tip();
        for (Txid txid : wanted) {
            for (int i = 0; i < OUTPUTS_MAX; i++) {
                Optional<Coin> coin = tip.ledger().coin(new OutPoint(txid, i));
                if (coin.isPresent()) return tip.node().ancestor(coin.get().height());
            }
        }
        throw unknown("Transaction not yet in block");
    }

    private Method verify() {
        return new Method(
                "verifytxoutproof",
                BLOCKCHAIN,
                "Checks a proof that transactions are in a block of the best chain.",
                List.of(
                        Argument.required(
                                "proof",
                                Argument.Kind.HEX,
                                "The proof in hexadecimal, as gettxoutproof made it")),
                List.of(
                        Result.of(
                                Result.Kind.ARR,
                                "",
                                Result.of(
                                        Result.Kind.HEX,
                                        "txid",
                                        "What the proof shows; nothing if it shows nothing"))),
                "",
                this::shown);
    }

    private Json shown(Call call) throws RpcException {
        Header header;
        PartialMerkleTree tree;
        try {
            ByteReader in = HexArguments.bytes(call.get("proof"), "proof").reader();
            header = Header.read(in);
            tree = PartialMerkleTree.read(in);
        } catch (MalformedException e) {
            throw new RpcException(RpcException.MISC_ERROR, e.getMessage());
        }
        Optional<PartialMerkleTree.Proof> proof =
                tree.proof().filter(p -> p.root().equals(header.merkleRoot()));
        if (proof.isEmpty()) return Json.Arr.EMPTY;
        Chain now = chain.get();
        HeaderNode node =
                now.headers()
                        .find(header.hash())
                        .filter(found -> found.isAncestorOf(now.tip().node()))
                        .orElseThrow(() -> unknown("Block not found in chain"));
        if (transactions(node) != tree.transactions()) return Json.Arr.EMPTY;
        return Json.texts(proof.get().matches().stream().map(Txid::toString).toList());
    }

    /** How many transactions a block has; it is on the best chain, so all before it are here. */
    private static long transactions(HeaderNode node) {
        long before = node.parent().map(HeaderNode::chainTransactions).orElse(0L);
        return node.chainTransactions() - before;
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }

    private static RpcException unknown(String words) {
        return new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, words);
    }
}
