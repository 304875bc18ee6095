// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class PartialMerkleTreeTest {
    @Test
    void provesWhatIsMeantAndNothingElse() {
        Property.forAll(
                100,
                random -> {
                    List<Txid> block = txids(1 + random.nextInt(70));
                    Set<Txid> meant = new HashSet<>();
                    for (Txid txid : block) if (random.nextInt(4) == 0) meant.add(txid);
                    var tree = reread(PartialMerkleTree.of(block, meant::contains));
                    Hash256 root = MerkleTree.root(block.stream().map(Txid::hash).toList()).hash();
                    List<Txid> matches = block.stream().filter(meant::contains).toList();
                    assertEquals(
                            Optional.of(new PartialMerkleTree.Proof(root, matches)), tree.proof());
                });
    }

    @Test
    void aDamagedTreeShowsNothingThatIsNotInTheBlock() {
        List<Txid> block = txids(23);
        Hash256 root = MerkleTree.root(block.stream().map(Txid::hash).toList()).hash();
        Property.forAll(
                300,
                random -> {
                    Txid meant = block.get(random.nextInt(block.size()));
                    var tree = PartialMerkleTree.of(block, meant::equals);
                    byte[] bytes = bytes(tree);
                    bytes[4 + random.nextInt(bytes.length - 4)] ^= (byte) (1 << random.nextInt(8));
                    Optional<PartialMerkleTree.Proof> proof;
                    try {
                        proof = PartialMerkleTree.read(ByteString.wrap(bytes).reader()).proof();
                    } catch (MalformedException _) {
                        return;
                    }
                    // a flag may be lost, or found at a leaf beside: that is no lie
                    proof.filter(p -> p.root().equals(root))
                            .ifPresent(p -> assertTrue(block.containsAll(p.matches())));
                });
    }

    /** Where a last one is paired with itself, it must not be told of twice (CVE-2012-2459). */
    @Test
    void refusesTwoEqualParts() {
        List<Txid> three = txids(3);
        List<Txid> four = List.of(three.get(0), three.get(1), three.get(2), three.get(2));
        assertEquals(Optional.empty(), PartialMerkleTree.of(four, three.get(2)::equals).proof());
        assertNotEquals(
                Optional.empty(), PartialMerkleTree.of(three, three.get(2)::equals).proof());
    }

    @Test
    void refusesWhatNoBlockHas() {
        var hash = List.of(Hash256.ONE);
        ByteString flag = ByteString.of(0);
        assertEquals(Optional.empty(), new PartialMerkleTree(0, hash, flag).proof());
        assertEquals(Optional.empty(), new PartialMerkleTree(16_667, hash, flag).proof());
        assertEquals(Optional.empty(), new PartialMerkleTree(0xffff_ffffL, hash, flag).proof());
        assertEquals(Optional.empty(), new PartialMerkleTree(5, hash, ByteString.EMPTY).proof());
        assertEquals(Optional.empty(), new PartialMerkleTree(5, List.of(), flag).proof());
        assertEquals(Optional.empty(), new PartialMerkleTree(1, hash, ByteString.of(0, 0)).proof());
    }

    private static PartialMerkleTree reread(PartialMerkleTree tree) throws MalformedException {
        return PartialMerkleTree.read(ByteString.wrap(bytes(tree)).reader());
    }

    private static byte[] bytes(PartialMerkleTree tree) {
        var out = new ByteWriter();
        tree.write(out);
        return out.toArray();
    }

    private static List<Txid> txids(int count) {
        var txids = new ArrayList<Txid>();
        for (int i = 0; i < count; i++) txids.add(new Txid(new HashWriter().u32(i).sha256()));
        return txids;
    }
}
