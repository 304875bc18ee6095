// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.rpc.Result;

/** What the help says of the results of {@link ChainCalls}. */
final class ChainHelp {
    private static final String BITS = "The target of the last block in compact form";

    private ChainHelp() {}

    static Result info() {
        return Fields.whole(
                Fields.text("chain", "The network: main, test, testnet4, signet, regtest"),
                Fields.num("blocks", "The height of the best chain, whose blocks are verified"),
                Fields.num("headers", "The height of the best chain of headers"),
                Fields.text("bestblockhash", "The hash of the last block"),
                Fields.hex("bits", BITS),
                Fields.hex("target", "That target"),
                Fields.num("difficulty", "Its difficulty"),
                Fields.time("time", "The time that its miner claims, " + Fields.EPOCH),
                Fields.time("mediantime", "The median of the last 11 times, " + Fields.EPOCH),
                Fields.num("verificationprogress", "How much is verified, 0 to 1; a guess"),
                Fields.flag("initialblockdownload", "Whether the node is far behind the network"),
                Fields.hex("chainwork", "The hashes that the chain took, on average"),
                Fields.num("size_on_disk", "The bytes of blocks and of the coins they spent"),
                Fields.flag("pruned", "Whether old blocks are deleted"),
                Fields.hex("signet_challenge", "What solves a block; on signet only").maybe(),
                Fields.array(
                        "warnings", "What is not as it should be", Fields.text("", "warning")));
    }

    static Result states() {
        Result state =
                Fields.whole(
                        Fields.num("blocks", "The height of its last block"),
                        Fields.hex("bestblockhash", "The hash of that block"),
                        Fields.hex("bits", BITS),
                        Fields.hex("target", "That target"),
                        Fields.num("difficulty", "Its difficulty"),
                        Fields.num("verificationprogress", "How much is verified, 0 to 1"),
                        Fields.hex("snapshot_blockhash", "The block of the snapshot it began with")
                                .maybe(),
                        Fields.num("coins_db_cache_bytes", "The room of the database's cache"),
                        Fields.num("coins_tip_cache_bytes", "The room of the cache of coins"),
                        Fields.flag("validated", "Whether all its blocks were verified"));
        return Fields.whole(
                Fields.num("headers", "The height of the best chain of headers"),
                Fields.array("chainstates", "The one with the most work last", state));
    }

    static Result tips() {
        return Fields.array(
                "",
                "",
                Fields.whole(
                        Fields.num("height", "The height of the end"),
                        Fields.hex("hash", "Its block hash"),
                        Fields.num("branchlen", "How many of its blocks are not on the best chain"),
                        Fields.text(
                                "status",
                                """
                                "active": the best chain
                                "valid-fork": verified, but not the best
                                "valid-headers": its blocks are here, not verified
                                "headers-only": not all of its blocks are here
                                "invalid": one of its blocks breaks a rule\
                                """)));
    }

    static Result txStats() {
        return Fields.whole(
                Fields.time("time", "The time of the last block, " + Fields.EPOCH),
                Fields.num("txcount", "The transactions up to there, if known").maybe(),
                Fields.hex("window_final_block_hash", "The hash of the last block"),
                Fields.num("window_final_block_height", "Its height"),
                Fields.num("window_block_count", "Over how many blocks the rate is taken"),
                Fields.num("window_interval", "How long these took, in seconds").maybe(),
                Fields.num("window_tx_count", "How many transactions these have").maybe(),
                Fields.num("txrate", "Transactions in a second").maybe());
    }

    static Result deployments() {
        Result bip9 =
                Fields.object(
                        "bip9",
                        "Of one that miners signal",
                        Fields.num("bit", "The bit of the version; while it is signalled").maybe(),
                        Fields.time("start_time", "Median time past from which the bit counts"),
                        Fields.time("timeout", "Median time past at which it has failed"),
                        Fields.num("min_activation_height", "It is not active below this height"),
                        Fields.text("status", "defined, started, locked_in, active or failed"),
                        Fields.num("since", "The first block with this status"),
                        Fields.text("status_next", "The status of the next block"),
                        statistics().maybe(),
                        Fields.text("signalling", "# for each block of the period with the bit")
                                .maybe());
        return Fields.whole(
                Fields.text("hash", "The hash of the block"),
                Fields.num("height", "Its height"),
                Fields.array(
                        "script_flags", "How its scripts are verified", Fields.text("flag", "")),
                Result.of(
                        Result.Kind.OBJ_DYN,
                        "deployments",
                        "",
                        Fields.object(
                                "xxxx",
                                "The name of a deployment",
                                Fields.text("type", "\"buried\" or \"bip9\""),
                                Fields.num("height", "Where it holds from, if that is known")
                                        .maybe(),
                                Fields.flag("active", "Whether it holds for the next block"),
                                bip9.maybe())));
    }

    private static Result statistics() {
        return Fields.object(
                "statistics",
                "Of the current period, while it is signalled",
                Fields.num("period", "The blocks of a period"),
                Fields.num("threshold", "How many must have the bit").maybe(),
                Fields.num("elapsed", "How many blocks of this period there are"),
                Fields.num("count", "How many of these have the bit"),
                Fields.flag("possible", "Whether this period can still reach it").maybe());
    }
}
