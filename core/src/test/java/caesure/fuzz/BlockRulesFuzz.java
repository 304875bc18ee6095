// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.BlockRules;
import caesure.consensus.HeaderRules;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.consensus.SpendRules;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.MerkleTree;
import caesure.primitives.Target;
import caesure.testkit.Place;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.util.Optional;

/** Whatever bytes a stranger sends as a block: the rules answer, and never throw. */
class BlockRulesFuzz {
    private static final Secp256k1 SECP = Secp256k1.load().engine();
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final Params SIGNET = Params.of(Network.SIGNET);
    private static final Place GENESIS = Place.first(REGTEST.genesis().header(), 0);
    private static final long NOW_S = 2_000_000_000L;

    @FuzzTest(maxDuration = "10m")
    void rulesAnswer(byte[] bytes) {
        Block block;
        try {
            block = Block.parse(ByteString.copyOf(bytes));
        } catch (MalformedException e) {
            return;
        }
        check(block, SIGNET);
        check(block, REGTEST);
        check(worked(block), REGTEST); // gets past proof of work and merkle root
    }

    private static void check(Block block, Params params) {
        boolean inOrder = BlockRules.checkStructure(block, params, SECP).isEmpty();
        HeaderRules.checkContext(block.header(), GENESIS, params, NOW_S);
        if (!inOrder || BlockRules.checkContext(block, GENESIS, params).isPresent()) return;
        SpendRules.connect(
                block, GENESIS.then(block.header()), outPoint -> Optional.empty(), params);
    }

    /** The same transactions under a header that regtest accepts. */
    private static Block worked(Block block) {
        long bits = REGTEST.genesis().header().bits();
        Target target = Target.ofCompact(bits).orElseThrow();
        var root = MerkleTree.ofTransactions(block.transactions()).hash();
        long time = GENESIS.header().time() + 600;
        for (long nonce = 0; ; nonce++) {
            var header = new Header(4, GENESIS.hash(), root, time, bits, nonce);
            if (target.isMetBy(header.hash())) return new Block(header, block.transactions());
        }
    }
}
