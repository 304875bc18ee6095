// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.chain.HeaderNode;
import caesure.chain.HeaderTree;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.primitives.Work;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;

class VerificationTest {
    private static HeaderNode genesis(Params params) {
        return new HeaderTree(params.genesis().header()).genesis();
    }

    @Test
    void countsTransactionsAgainstThoseThatThereMustBeByNow() {
        HeaderNode genesis = genesis(Params.of(Network.MAIN));
        double share = Verification.of(Params.of(Network.MAIN)).progress(genesis, 0, 1772055173);
        assertEquals(1 / 1315805869.0, share, 1e-20);
        double aDayLater =
                Verification.of(Params.of(Network.MAIN)).progress(genesis, 0, 1772055173 + 86_400);
        assertTrue(aDayLater < share);
    }

    @Test
    void aBlockBeyondWhatIsKnownCountsByTime() {
        Params params = Params.of(Network.REGTEST);
        HeaderNode genesis = genesis(params);
        var verification = Verification.of(params);
        long timeS = genesis.header().time();
        assertEquals(1, verification.progress(genesis, 0, timeS), "recent, and the best");
        assertEquals(1 / (1 + 1e6 * 0.001), verification.progress(genesis, 0, timeS + 1_000_000));
        assertEquals(1, verification.progress(genesis, 0, timeS - 1_000_000), "not above 1");
    }

    @Test
    void aRecentBlockCountsByTheHeadersAboveIt() {
        Params params = Params.of(Network.REGTEST);
        HeaderNode genesis = genesis(params);
        long nowS = genesis.header().time() + 60;
        assertEquals(
                1 / (1 + 3 * 600 * 0.001),
                Verification.of(params).progress(genesis, 3, nowS),
                1e-12);
    }

    @Test
    void nothingIsGuessedOfASignetOfOnesOwn() {
        Params own = Params.signet(ByteString.of(0x51));
        assertEquals(1, Verification.of(own).progress(genesis(own), 0, 2_000_000_000L));
    }

    @Test
    void workIsWrittenAsItsLogarithm() {
        assertEquals(1, TipLog.log2(new Work(BigInteger.TWO)), 1e-12);
        assertEquals(255, TipLog.log2(new Work(BigInteger.TWO.pow(255))), 1e-9);
    }
}
