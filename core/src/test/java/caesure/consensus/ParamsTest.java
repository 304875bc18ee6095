// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.primitives.MerkleTree;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class ParamsTest {
    private static final String ROOT_OF_THE_TIMES =
            "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b";

    @Test
    void buildsTheKnownFirstBlocks() {
        genesis(Network.MAIN, "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");
        genesis(
                Network.TESTNET3,
                "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943");
        genesis(Network.SIGNET, "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6");
        genesis(
                Network.REGTEST,
                "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206");
        Params testnet4 = Params.of(Network.TESTNET4);
        assertEquals(
                "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",
                testnet4.genesis().hash().toString());
        assertEquals(
                "7aa0a7ae1e223414cb807e40cd57e667b718e42aaf9306db9102fe28912b7b4e",
                testnet4.genesis().header().merkleRoot().toString());
    }

    @Test
    void limitsAreTheTargetsOfTheFirstBlocks() {
        for (Network network : Network.values()) {
            Params params = Params.of(network);
            assertEquals(
                    params.genesis().header().bits(), params.proofOfWork().limit().toCompact());
        }
        assertEquals(
                "377ae" + "0".repeat(54),
                Params.of(Network.SIGNET).proofOfWork().limit().value().toString(16));
        assertEquals(
                "f".repeat(56), Params.of(Network.MAIN).proofOfWork().limit().value().toString(16));
        assertEquals(
                "7" + "f".repeat(63),
                Params.of(Network.REGTEST).proofOfWork().limit().value().toString(16));
    }

    @Test
    void magicsAndPorts() {
        wire(Network.MAIN, "f9beb4d9", 8333, 8332);
        wire(Network.TESTNET3, "0b110907", 18333, 18332);
        wire(Network.TESTNET4, "1c163f28", 48333, 48332);
        wire(Network.SIGNET, "0a03cf40", 38333, 38332); // the hash of the challenge
        wire(Network.REGTEST, "fabfb5da", 18444, 18443);
    }

    @Test
    void periodsAreTwoWeeksOrADay() {
        for (Network network : Network.values()) {
            int interval = network == Network.REGTEST ? 144 : 2016;
            assertEquals(interval, Params.of(network).proofOfWork().interval());
        }
    }

    @Test
    void forksHoldFromTheirHeights() {
        Deployments main = Params.of(Network.MAIN).deployments();
        assertFalse(main.heightInCoinbase(227_930));
        assertTrue(main.heightInCoinbase(227_931));
        assertFalse(main.strictDer(363_724));
        assertTrue(main.strictDer(363_725));
        assertFalse(main.lockTimeVerify(388_380));
        assertTrue(main.lockTimeVerify(388_381));
        assertFalse(main.sequenceLocks(419_327));
        assertTrue(main.sequenceLocks(419_328));
        assertFalse(main.segwit(481_823));
        assertTrue(main.segwit(481_824));
        assertEquals(
                new Deployments(21_111, 330_776, 581_885, 770_112, 834_624),
                Params.of(Network.TESTNET3).deployments());
        assertEquals(new Deployments(1, 1, 1, 1, 0), Params.of(Network.REGTEST).deployments());
    }

    @Test
    void movesOneForkAtATime() {
        Deployments old = new Deployments(1, 2, 3, 4, 5);
        assertEquals(new Deployments(9, 2, 3, 4, 5), old.with(Deployments.Fork.BIP34, 9));
        assertEquals(new Deployments(1, 9, 3, 4, 5), old.with(Deployments.Fork.DERSIG, 9));
        assertEquals(new Deployments(1, 2, 9, 4, 5), old.with(Deployments.Fork.CLTV, 9));
        assertEquals(new Deployments(1, 2, 3, 9, 5), old.with(Deployments.Fork.CSV, 9));
        assertEquals(new Deployments(1, 2, 3, 4, 9), old.with(Deployments.Fork.SEGWIT, 9));
        Params moved = Params.of(Network.REGTEST).withDeployments(old);
        assertEquals(old, moved.deployments());
        assertEquals(Params.of(Network.REGTEST).genesis(), moved.genesis());
    }

    @Test
    void aSignetOfOnesOwnKnowsNothing() {
        Params own = Params.signet(ByteString.of(0x51));
        assertEquals("54d26fbd", own.magic().toString()); // sha256d(01 51)
        assertTrue(own.assumeValid().isEmpty());
        assertEquals(0, own.minimumWork().hashes().signum());
        assertTrue(own.wire().dnsSeeds().isEmpty());
        assertEquals(Params.of(Network.SIGNET).genesis(), own.genesis());
    }

    @Test
    void knowsMinimumWorkOfBigNetworks() {
        assertEquals(
                "0000000000000000000000000000000000000001128750f82f4c366153a3a030",
                Params.of(Network.MAIN).minimumWork().toString());
        assertEquals(
                "0000000000000000000000000000000000000000000017dde1c649f3708d14b6",
                Params.of(Network.TESTNET3).minimumWork().toString());
        assertEquals(
                "0000000000000000000000000000000000000000000009a0fe15d0177d086304",
                Params.of(Network.TESTNET4).minimumWork().toString());
        assertEquals(
                "00000000000000000000000000000000000000000000000000000b463ea0a4b8",
                Params.of(Network.SIGNET).minimumWork().toString());
    }

    @Test
    void exceptionsLoosenScripts() {
        var flags = Params.of(Network.MAIN).history().flagExceptions();
        assertEquals(2, flags.size());
        assertTrue(flags.containsValue(VerifyFlags.NONE));
        assertTrue(flags.containsValue(VerifyFlags.of(VerifyFlag.P2SH, VerifyFlag.WITNESS)));
        assertEquals(1, Params.of(Network.TESTNET3).history().flagExceptions().size());
    }

    @Test
    void subsidyHalvesToNothing() {
        for (Network network : Network.values()) {
            Params params = Params.of(network);
            int interval = network == Network.REGTEST ? 150 : 210_000;
            assertEquals(5_000_000_000L, Subsidy.at(0, params));
            assertEquals(5_000_000_000L, Subsidy.at(interval - 1, params));
            assertEquals(2_500_000_000L, Subsidy.at(interval, params));
            assertEquals(1, Subsidy.at(33 * interval - 1, params));
            assertEquals(0, Subsidy.at(33 * interval, params));
            assertEquals(0, Subsidy.at(64 * interval, params));
            assertEquals(0, Subsidy.at(65 * interval, params));
        }
    }

    @Test
    void mainSubsidiesStayBelowAllMoney() {
        Params main = Params.of(Network.MAIN);
        long total = 0;
        for (int i = 0; i < 34; i++) total += 210_000 * Subsidy.at(210_000 * i, main);
        assertEquals(2_099_999_997_690_000L, total);
    }

    @Test
    void moneyIsShownAsCoreShowsIt() {
        assertEquals("0.00", Money.show(0));
        assertEquals("50.00", Money.show(5_000_000_000L));
        assertEquals("0.00000001", Money.show(1));
        assertEquals("1.50", Money.show(150_000_000));
        assertEquals("-0.123", Money.show(-12_300_000));
    }

    private static void genesis(Network network, String hash) {
        Params params = Params.of(network);
        assertEquals(hash, params.genesis().hash().toString());
        assertEquals(ROOT_OF_THE_TIMES, params.genesis().header().merkleRoot().toString());
        assertEquals(
                params.genesis().header().merkleRoot(),
                MerkleTree.ofTransactions(params.genesis().transactions()).hash());
    }

    private static void wire(Network network, String magic, int port, int rpcPort) {
        Params params = Params.of(network);
        assertEquals(magic, params.magic().toString());
        assertEquals(port, params.port());
        assertEquals(rpcPort, params.rpcPort());
        assertTrue(Arrays.asList(Network.values()).contains(params.network()));
    }
}
