// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.Transaction;
import caesure.script.ScriptBuilder;
import caesure.testkit.BlockBuilder;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Solutions of signets whose challenges are simple; real signatures come from signet's headers. */
class SignetTest {
    private static final Secp256k1 SECP = Secp256k1.load().engine();
    private static final ByteString MARK = ByteString.of(0xec, 0xc7, 0xda, 0xa2);
    private static final ByteString TRUE = ByteString.of(0x51);

    /** A number that the solution has to push: 5 OP_EQUAL. */
    private static final ByteString FIVE = ByteString.of(0x55, 0x87);

    @Test
    void refusesABlockThatCommitsToNothing() {
        assertEquals("bad-signet-blksig", fault(TRUE, blocks(TRUE).mine()));
    }

    @Test
    void aTrivialChallengeNeedsNoSolution() {
        assertEquals("", fault(TRUE, committed(TRUE, ByteString.EMPTY)));
        assertEquals("bad-signet-blksig", fault(FIVE, committed(FIVE, ByteString.EMPTY)));
    }

    @Test
    void acceptsASolutionThatSatisfies() {
        assertEquals("", fault(FIVE, committed(FIVE, solution(ByteString.of(1, 0x55, 0)))));
        assertEquals(
                "bad-signet-blksig",
                fault(FIVE, committed(FIVE, solution(ByteString.of(1, 0x54, 0)))));
    }

    @Test
    void refusesASolutionThatDoesNotParse() {
        for (ByteString broken :
                List.of(
                        ByteString.of(1),
                        ByteString.of(1, 0x55),
                        ByteString.of(1, 0x55, 0, 0),
                        ByteString.of(0xfd, 1, 0, 0x55, 0),
                        ByteString.of(1, 0x55, 1))) {
            assertEquals("bad-signet-blksig", fault(FIVE, committed(FIVE, solution(broken))));
        }
    }

    @Test
    void aMarkWithNothingBehindIsNoSolution() {
        ByteString empty = new ScriptBuilder().push(MARK).build();
        assertEquals("bad-signet-blksig", fault(FIVE, committed(FIVE, empty)));
        assertEquals(
                "", fault(FIVE, committed(FIVE, empty.plus(solution(ByteString.of(1, 0x55, 0))))));
    }

    @Test
    void othersNeedNoSolution() {
        TestChain chain = TestChain.regtest();
        assertEquals(
                java.util.Optional.empty(),
                BlockRules.checkStructure(chain.next().mine(), chain.params(), SECP));
    }

    private static ByteString solution(ByteString bytes) {
        return new ScriptBuilder().push(MARK.plus(bytes)).build();
    }

    private static Block committed(ByteString challenge, ByteString more) {
        Transaction coinbase = blocks(challenge).transactions().getFirst();
        ByteString commitment = BlockBuilder.commitment(List.of(coinbase)).plus(more);
        return blocks(challenge)
                .coinbaseWitness(List.of(Hash256.ZERO.toByteString()))
                .pay(0, commitment)
                .mine();
    }

    private static BlockBuilder blocks(ByteString challenge) {
        return new TestChain(easy(challenge)).next();
    }

    /** A signet on which blocks are as easy to find as on regtest. */
    private static Params easy(ByteString challenge) {
        Params regtest = Params.of(Network.REGTEST);
        Params signet = Params.signet(challenge);
        return new Params(
                Network.SIGNET,
                signet.wire(),
                regtest.genesis(),
                regtest.proofOfWork(),
                signet.deployments(),
                signet.halvingInterval(),
                signet.history(),
                signet.signetChallenge(),
                signet.trust(),
                signet.addresses());
    }

    private static String fault(ByteString challenge, Block block) {
        return BlockRules.checkStructure(block, easy(challenge), SECP).map(Reject::text).orElse("");
    }
}
