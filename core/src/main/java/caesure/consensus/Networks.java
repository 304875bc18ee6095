// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.HashWriter;
import caesure.primitives.BlockHash;
import caesure.primitives.Target;
import caesure.primitives.Work;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of each network (Bitcoin Core 31, kernel/chainparams.cpp). */
final class Networks {
    private static final int TEN_MINUTES_S = 600;
    private static final int DAY_S = 86_400;
    private static final int TWO_WEEKS_S = 14 * DAY_S;
    private static final int HALVING_INTERVAL = 210_000;
    private static final int HALVING_INTERVAL_REGTEST = 150;

    /** 32 bits of zeros, then ones: more than its compact form can say. */
    private static final Target LIMIT = allOnes(256 - 32);

    private static final Target LIMIT_REGTEST = allOnes(255);

    /** 0x377ae and 54 hexadecimal zeros: about 2^22 hashes a block. */
    private static final Target LIMIT_SIGNET =
            new Target(BigInteger.valueOf(0x377ae).shiftLeft(4 * 54));

    private static final Deployments FROM_BLOCK_1 = new Deployments(1, 1, 1, 1, 1);

    /** One or the other of two keys, both held by those who run the public signet. */
    private static final ByteString SIGNET_CHALLENGE =
            hex(
                    "512103ad5e0edad18cb1f0fc0d28a3d4f1f3e445640337489abb10404f2d1e086be430"
                            + "210359ef5021964fe22d6f8e05b2463c9540ce96883fe3b278760f048f5189f2e6c452ae");

    private static final Params MAIN = main();
    private static final Params TESTNET3 = testnet3();
    private static final Params TESTNET4 = testnet4();
    private static final Params SIGNET = publicSignet();
    private static final Params REGTEST = regtest();

    private Networks() {}

    static Params of(Network network) {
        return switch (network) {
            case MAIN -> MAIN;
            case TESTNET3 -> TESTNET3;
            case TESTNET4 -> TESTNET4;
            case SIGNET -> SIGNET;
            case REGTEST -> REGTEST;
        };
    }

    private static Params main() {
        return new Params(
                Network.MAIN,
                new Wire(
                        ByteString.of(0xf9, 0xbe, 0xb4, 0xd9),
                        8333,
                        8332,
                        List.of(
                                "dnsseed.bluematt.me.",
                                "seed.bitcoin.jonasschnelli.ch.",
                                "seed.btc.petertodd.net.",
                                "seed.bitcoin.sprovoost.nl.",
                                "dnsseed.emzy.de.",
                                "seed.bitcoin.wiz.biz.",
                                "seed.mainnet.achownodes.xyz.")),
                Genesis.ofTheTimes(1_231_006_505L, 2_083_236_893L, 0x1d00ffffL),
                new ProofOfWork(LIMIT, TEN_MINUTES_S, TWO_WEEKS_S, false, false, false),
                new Deployments(227_931, 363_725, 388_381, 419_328, 481_824),
                HALVING_INTERVAL,
                new History(
                        block("000000000000024b89b42a942fe0d9fea3bb44ab7bd1b19115dd6a759c0808b8"),
                        Map.of(
                                hash(
                                        "00000000000002dc756eebf4f49723ed"
                                                + "8d30cc28a5f108eb94b1ba88ac4f9c22"),
                                VerifyFlags.NONE,
                                hash(
                                        "0000000000000000000f14c35b2d841e"
                                                + "986ab5441de8c585d5ffe55ea1e395ad"),
                                VerifyFlags.of(VerifyFlag.P2SH, VerifyFlag.WITNESS))),
                Optional.empty(),
                new Trust(
                        work("1128750f82f4c366153a3a030"),
                        block("00000000000000000000ccebd6d74d9194d8dcdc1d177c478e094bfad51ba5ac")),
                AddressFormat.MAIN);
    }

    private static Params testnet3() {
        return new Params(
                Network.TESTNET3,
                new Wire(
                        ByteString.of(0x0b, 0x11, 0x09, 0x07),
                        18333,
                        18332,
                        List.of(
                                "testnet-seed.bitcoin.jonasschnelli.ch.",
                                "seed.tbtc.petertodd.net.",
                                "testnet-seed.bluematt.me.",
                                "seed.testnet.achownodes.xyz.")),
                Genesis.ofTheTimes(1_296_688_602L, 414_098_458L, 0x1d00ffffL),
                new ProofOfWork(LIMIT, TEN_MINUTES_S, TWO_WEEKS_S, true, false, false),
                new Deployments(21_111, 330_776, 581_885, 770_112, 834_624),
                HALVING_INTERVAL,
                new History(
                        block("0000000023b3a96d3484e5abb3755c413e7d41500f8e2a5c3f0dd01299cd8ef8"),
                        Map.of(
                                hash(
                                        "00000000dd30457c001f4095d208cc12"
                                                + "96b0eed002427aa599874af7a432b105"),
                                VerifyFlags.NONE)),
                Optional.empty(),
                new Trust(
                        work("17dde1c649f3708d14b6"),
                        block("000000007a61e4230b28ac5cb6b5e5a0130de37ac1faf2f8987d2fa6505b67f4")),
                AddressFormat.TEST);
    }

    private static Params testnet4() {
        return new Params(
                Network.TESTNET4,
                new Wire(
                        ByteString.of(0x1c, 0x16, 0x3f, 0x28),
                        48333,
                        48332,
                        List.of("seed.testnet4.bitcoin.sprovoost.nl.", "seed.testnet4.wiz.biz.")),
                Genesis.testnet4(),
                new ProofOfWork(LIMIT, TEN_MINUTES_S, TWO_WEEKS_S, true, false, true),
                FROM_BLOCK_1,
                HALVING_INTERVAL,
                History.NONE,
                Optional.empty(),
                new Trust(
                        work("9a0fe15d0177d086304"),
                        block("0000000002368b1e4ee27e2e85676ae6f9f9e69579b29093e9a82c170bf7cf8a")),
                AddressFormat.TEST);
    }

    private static Params publicSignet() {
        return signet(
                SIGNET_CHALLENGE,
                List.of("seed.signet.bitcoin.sprovoost.nl.", "seed.signet.achownodes.xyz."),
                new Trust(
                        work("b463ea0a4b8"),
                        block("00000008414aab61092ef93f1aacc54cf9e9f16af29ddad493b908a01ff5c329")));
    }

    static Params signet(ByteString challenge, List<String> seeds, Trust trust) {
        var serialized = new HashWriter();
        serialized.varBytes(challenge);
        ByteString magic = serialized.sha256d().toByteString().slice(0, 4).compact();
        return new Params(
                Network.SIGNET,
                new Wire(magic, 38333, 38332, seeds),
                Genesis.ofTheTimes(1_598_918_400L, 52_613_770L, 0x1e0377aeL),
                new ProofOfWork(LIMIT_SIGNET, TEN_MINUTES_S, TWO_WEEKS_S, false, false, false),
                FROM_BLOCK_1,
                HALVING_INTERVAL,
                History.NONE,
                Optional.of(challenge),
                trust,
                AddressFormat.TEST);
    }

    private static Params regtest() {
        return new Params(
                Network.REGTEST,
                new Wire(ByteString.of(0xfa, 0xbf, 0xb5, 0xda), 18444, 18443, List.of()),
                Genesis.ofTheTimes(1_296_688_602L, 2, 0x207fffffL),
                new ProofOfWork(LIMIT_REGTEST, TEN_MINUTES_S, DAY_S, true, true, false),
                FROM_BLOCK_1.with(Deployments.Fork.SEGWIT, 0),
                HALVING_INTERVAL_REGTEST,
                History.NONE,
                Optional.empty(),
                Trust.NONE,
                AddressFormat.REGTEST);
    }

    private static Target allOnes(int bits) {
        return new Target(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
    }

    private static Work work(String hexDigits) {
        return new Work(new BigInteger(hexDigits, 16));
    }

    private static Optional<BlockHash> block(String shown) {
        return Optional.of(hash(shown));
    }

    private static BlockHash hash(String shown) {
        try {
            return BlockHash.parse(shown);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteString hex(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
