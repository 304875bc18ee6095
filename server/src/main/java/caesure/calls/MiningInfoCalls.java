// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.consensus.Params;
import caesure.http.Json;
import caesure.mining.Assembler;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;
import caesure.views.Difficulty;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;

/** Methods about mining that change nothing: getmininginfo, getnetworkhashps. */
public final class MiningInfoCalls {
    private static final String MINING = "mining";

    /** Blocks that an estimate looks at if nobody says how many. */
    private static final int LOOKUP = 120;

    /** In satoshis for 1,000 virtual bytes (DEFAULT_BLOCK_MIN_TX_FEE). */
    private static final long FEE_RATE_MIN_SATS = 1;

    private static final double LIMB = 4_294_967_296.0; // 2^32

    private final Supplier<Chain> chain;
    private final Assembler assembler;
    private final Supplier<List<String>> warnings;

    /**
     * @param assembler which tells whether a block was ever put together
     * @param warnings for the user
     */
    public MiningInfoCalls(
            Supplier<Chain> chain, Assembler assembler, Supplier<List<String>> warnings) {
        this.chain = chain;
        this.assembler = assembler;
        this.warnings = warnings;
    }

    public List<Method> methods() {
        return List.of(getMiningInfo(), getNetworkHashPs());
    }

    private Method getMiningInfo() {
        return new Method(
                "getmininginfo",
                MINING,
                "Returns what a miner may want to know.",
                List.of(),
                List.of(
                        Fields.whole(
                                Fields.num("blocks", "The height of the tip"),
                                Fields.num(
                                                "currentblockweight",
                                                "The weight of the block last put together, with"
                                                        + " what is kept free (only if there was"
                                                        + " one)")
                                        .maybe(),
                                Fields.num(
                                                "currentblocktx",
                                                "Its transactions but the coinbase (only if there"
                                                        + " was one)")
                                        .maybe(),
                                Fields.hex("bits", "The target of the tip in compact form"),
                                Fields.num("difficulty", "The difficulty of the tip"),
                                Fields.hex("target", "The target of the tip"),
                                Fields.num("networkhashps", "Hashes per second of all miners"),
                                Fields.num("pooledtx", "The transactions of the mempool"),
                                Fields.amount(
                                        "blockmintxfee",
                                        "The lowest fee rate that goes into a block, in BTC/kvB"),
                                Fields.text(
                                        "chain",
                                        "The network (main, test, testnet4, signet, regtest)"),
                                Fields.hex(
                                                "signet_challenge",
                                                "What a block's solution must satisfy (only on a"
                                                        + " signet)")
                                        .maybe(),
                                Fields.object(
                                        "next",
                                        "The next block",
                                        Fields.num("height", "Its height"),
                                        Fields.hex("bits", "Its target in compact form"),
                                        Fields.num("difficulty", "Its difficulty"),
                                        Fields.hex("target", "Its target")),
                                Fields.array(
                                        "warnings",
                                        "What is not as it should be",
                                        Fields.text("", "warning")))),
                Method.examples("getmininginfo", ""),
                _ -> info());
    }

    private Json info() throws RpcException {
        Chain open = chain.get();
        Params params = open.params();
        HeaderNode tip = open.tip().node();
        var info = Json.object().with("blocks", tip.height());
        if (assembler.isUsed()) {
            info.with("currentblockweight", Assembler.RESERVED_WEIGHT).with("currentblocktx", 0);
        }
        difficulty(info, tip.header().bits());
        info.with("networkhashps", hashRate(tip, LOOKUP, params))
                .with("pooledtx", 0) // there is no mempool
                .with("blockmintxfee", Json.ofBitcoins(FEE_RATE_MIN_SATS))
                .with("chain", params.network().chain());
        var next = Json.object().with("height", tip.height() + 1);
        difficulty(next, assembler.nextBits(open));
        info.with("next", next.build());
        params.signetChallenge()
                .ifPresent(script -> info.with("signet_challenge", script.toString()));
        return info.with("warnings", Json.texts(warnings.get())).build();
    }

    private static void difficulty(Json.Builder to, long bits) {
        to.with("bits", Difficulty.bits(bits))
                .with("difficulty", Difficulty.json(bits))
                .with("target", Difficulty.target(bits));
    }

    private Method getNetworkHashPs() {
        return new Method(
                "getnetworkhashps",
                MINING,
                "Estimates how many hashes all miners try in a second, from the times of the last"
                        + " blocks.",
                List.of(
                        Argument.defaulted(
                                "nblocks",
                                Argument.Kind.NUM,
                                Json.of(LOOKUP),
                                "How many blocks; -1 for those since the difficulty last"
                                        + " changed."),
                        Argument.defaulted(
                                "height",
                                Argument.Kind.NUM,
                                Json.of(-1),
                                "The block at which the estimate ends; -1 for the tip.")),
                List.of(Result.of(Result.Kind.NUM, "Hashes per second")),
                Method.examples("getnetworkhashps", ""),
                this::networkHashRate);
    }

    private Json networkHashRate(Call call) throws RpcException {
        int lookup = call.number("nblocks");
        int height = call.number("height");
        if (lookup < -1 || lookup == 0) {
            throw invalid("Invalid nblocks. Must be a positive number or -1.");
        }
        Chain open = chain.get();
        HeaderNode tip = open.tip().node();
        if (height < -1 || height > tip.height()) {
            throw invalid("Block does not exist at specified height");
        }
        return hashRate(height < 0 ? tip : tip.ancestor(height), lookup, open.params());
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }

    /**
     * The work of the last blocks by the time that they took (GetNetworkHashPS).
     *
     * @param lookup how many blocks, 1 or more; -1: those of this period
     */
    private static Json hashRate(HeaderNode last, int lookup, Params params) {
        int wanted = lookup < 0 ? last.height() % params.proofOfWork().interval() + 1 : lookup;
        HeaderNode first = last;
        long earliest = last.header().time();
        long latest = earliest;
        for (int i = Math.min(wanted, last.height()); i > 0; i--) {
            first = first.parent().orElseThrow();
            earliest = Math.min(earliest, first.header().time());
            latest = Math.max(latest, first.header().time());
        }
        if (earliest == latest) return Json.of(0);
        BigInteger work = last.work().hashes().subtract(first.work().hashes());
        return Json.ofDouble(toDouble(work) / (latest - earliest));
    }

    /** Limb by limb, as arith_uint256 does it, or the last digit would differ. */
    private static double toDouble(BigInteger number) {
        double sum = 0;
        double factor = 1;
        for (BigInteger rest = number; rest.signum() != 0; rest = rest.shiftRight(32)) {
            sum += factor * Integer.toUnsignedLong(rest.intValue());
            factor *= LIMB;
        }
        return sum;
    }
}
