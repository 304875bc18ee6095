// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.crypto.Secp256k1;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.script.Opcode;
import caesure.script.ScriptBuilder;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHash;
import caesure.script.SigHashes;
import caesure.script.Taproot;
import caesure.script.VerifyFlags;
import caesure.testkit.Cases;
import caesure.testkit.Spend;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** BIP 341's own vectors: trees of scripts with their outputs, and what the key path signs. */
final class TaprootVectors implements VectorSuite {
    private final Secp256k1 secp = Secp256k1.load().engine();
    private final ScriptVerifier verifier = new ScriptVerifier(secp);

    @Override
    public String glob() {
        return "vectors/core/bip341_wallet_vectors*.json";
    }

    @Override
    public int run(Path file) throws IOException {
        JsonNode all = Json.read(file);
        var cases = new Cases();
        for (JsonNode test : all.get("scriptPubKey")) {
            cases.run(test.get("given").toString(), () -> checkOutput(test));
        }
        for (JsonNode test : all.get("keyPathSpending")) {
            cases.run("key path", () -> checkKeyPath(test, cases));
        }
        return cases.end();
    }

    /** Every leaf below a node, by its number in the file, with the nodes on its way up. */
    private record Tree(ByteString hash, TreeMap<Integer, Leaf> leaves) {}

    private record Leaf(int version, ByteString hash, ByteString path) {}

    private void checkOutput(JsonNode test) throws MalformedException {
        JsonNode given = test.get("given");
        JsonNode expected = test.get("expected");
        ByteString internalKey = hex(given.get("internalPubkey"));
        JsonNode node = given.get("scriptTree");
        Tree tree =
                node == null || node.isNull()
                        ? new Tree(ByteString.EMPTY, new TreeMap<>())
                        : tree(node);
        Hash256 tweak = Taproot.tweak(internalKey, tree.hash());
        Secp256k1.Tweaked output = secp.tweak(internalKey, tweak).orElseThrow();
        JsonNode between = test.get("intermediary");
        assertEquals(hex(between.get("tweak")), tweak.toByteString());
        assertEquals(
                hex(expected.get("scriptPubKey")),
                new ScriptBuilder().op(Opcode.OP_1).push(output.key()).build());
        if (tree.leaves().isEmpty()) return;
        assertEquals(hex(between.get("merkleRoot")), tree.hash());
        int at = 0;
        for (Leaf leaf : tree.leaves().values()) {
            assertEquals(hex(between.get("leafHashes").get(at)), leaf.hash());
            ByteString control =
                    new ByteWriter()
                            .u8(leaf.version() | (output.odd() ? 1 : 0))
                            .bytes(internalKey)
                            .bytes(leaf.path())
                            .toByteString();
            assertEquals(hex(expected.get("scriptPathControlBlocks").get(at)), control);
            at++;
        }
    }

    private static Tree tree(JsonNode node) throws MalformedException {
        var leaves = new TreeMap<Integer, Leaf>();
        if (!node.isArray()) {
            int version = node.get("leafVersion").asInt();
            ByteString hash = Taproot.leafHash(version, hex(node.get("script")));
            leaves.put(node.get("id").asInt(), new Leaf(version, hash, ByteString.EMPTY));
            return new Tree(hash, leaves);
        }
        Tree left = tree(node.get(0));
        Tree right = tree(node.get(1));
        left.leaves().forEach((id, leaf) -> leaves.put(id, below(leaf, right.hash())));
        right.leaves().forEach((id, leaf) -> leaves.put(id, below(leaf, left.hash())));
        return new Tree(Taproot.branchHash(left.hash(), right.hash()), leaves);
    }

    private static Leaf below(Leaf leaf, ByteString sibling) {
        return new Leaf(leaf.version(), leaf.hash(), leaf.path().plus(sibling));
    }

    private void checkKeyPath(JsonNode test, Cases cases) throws MalformedException {
        JsonNode given = test.get("given");
        List<TxOut> coins = new ArrayList<>();
        for (JsonNode coin : given.get("utxosSpent")) {
            coins.add(new TxOut(coin.get("amountSats").asLong(), hex(coin.get("scriptPubKey"))));
        }
        Transaction unsigned = Transaction.parse(hex(given.get("rawUnsignedTx")));
        for (JsonNode input : test.get("inputSpending")) {
            cases.run(input.get("given").toString(), () -> checkInput(unsigned, coins, input));
        }
        Transaction signed = Transaction.parse(hex(test.get("auxiliary").get("fullySignedTx")));
        assertEquals(
                ScriptError.OK,
                Spend.firstError(verifier, SigHashes.of(signed, coins), VerifyFlags.all()));
    }

    private void checkInput(Transaction unsigned, List<TxOut> coins, JsonNode input)
            throws MalformedException {
        int index = input.get("given").get("txinIndex").asInt();
        int hashType = input.get("given").get("hashType").asInt();
        var spend = SigHashes.of(unsigned, coins);
        assertEquals(
                hex(input.get("intermediary").get("sigHash")),
                SigHash.taproot(spend, index, hashType).orElseThrow().toByteString());
        var witness = List.of(hex(input.get("expected").get("witness").get(0)));
        Transaction signed = Spend.with(unsigned, index, ByteString.EMPTY, witness);
        assertEquals(
                ScriptError.OK,
                verifier.verify(SigHashes.of(signed, coins), index, VerifyFlags.all()));
    }

    private static ByteString hex(JsonNode text) throws MalformedException {
        return ByteString.fromHex(text.asString());
    }
}
