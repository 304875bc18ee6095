// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static caesure.options.Option.Kind.FLAG;
import static caesure.options.Option.Kind.LIST;
import static caesure.options.Option.Kind.NUMBER;
import static caesure.options.Option.Kind.PATH;
import static caesure.options.Option.Kind.TEXT;
import static caesure.options.Option.Trait.DEBUG;
import static caesure.options.Option.Trait.HIDDEN;
import static caesure.options.Option.Trait.NETWORK_ONLY;
import static caesure.options.Option.Trait.NO_ELISION;
import static caesure.options.Option.Trait.NO_NEGATION;
import static caesure.options.Option.Trait.SPACED;

import caesure.options.Option.Category;

import java.util.List;

/** Rows about storage, transactions, block creation, bitcoind's wallet, and single commands. */
final class OtherRows {
    private OtherRows() {}

    static final List<Option> STORAGE =
            new Rows(Category.STORAGE)
                    .later("prune", NUMBER, "MIB", "forget old blocks")
                    .later("fastprune", FLAG, "", "small block files", DEBUG)
                    .later("blocksdir", PATH, "DIR", "where blocks lie")
                    .later("txindex", FLAG, "", "find transactions")
                    .later("txospenderindex", FLAG, "", "find who spent what")
                    .later("coinstatsindex", FLAG, "", "counts at each height")
                    .later("blockfilterindex", LIST, "TYPE", "filters (BIP 158)")
                    .list();

    static final List<Option> RELAY =
            new Rows(Category.RELAY)
                    .idle(
                            "blocksonly",
                            FLAG,
                            "",
                            "take no transactions from peers: none are taken anyhow")
                    .later("maxmempool", NUMBER, "MB", "size of the mempool")
                    .later("mempoolexpiry", NUMBER, "HOURS", "how long a transaction waits")
                    .later("persistmempool", FLAG, "", "keep the mempool over a restart")
                    .later("persistmempoolv1", FLAG, "", "in the old format")
                    .later("blockreconstructionextratxn", NUMBER, "N", "kept for compact blocks")
                    .later("minrelaytxfee", TEXT, "AMOUNT", "lowest fee rate")
                    .later("incrementalrelayfee", TEXT, "AMOUNT", "step of fee rates", DEBUG)
                    .later("dustrelayfee", TEXT, "AMOUNT", "what dust is", DEBUG)
                    .later("bytespersigop", NUMBER, "N", "weight of signature checks")
                    .later("datacarrier", FLAG, "", "take OP_RETURN outputs")
                    .later("datacarriersize", NUMBER, "N", "of this size at most")
                    .later("permitbaremultisig", FLAG, "", "take bare multisig")
                    .later("acceptnonstdtxn", FLAG, "", "take odd transactions", DEBUG)
                    .later("acceptstalefeeestimates", FLAG, "", "old fee estimates", DEBUG)
                    .later("txsendrate", NUMBER, "N", "transactions in a second", DEBUG)
                    .guard("privatebroadcast", FLAG, "", "send one's own through Tor or I2P")
                    .works(
                            "whitelistforcerelay",
                            FLAG,
                            "",
                            "0",
                            "friends without flags may relay whatever they want",
                            DEBUG)
                    .works(
                            "whitelistrelay",
                            FLAG,
                            "",
                            "1",
                            "friends without flags may relay transactions",
                            DEBUG)
                    .later("limitancestorcount", NUMBER, "N", "ancestors", DEBUG)
                    .later("limitdescendantcount", NUMBER, "N", "descendants", DEBUG)
                    .later("limitclustercount", NUMBER, "N", "size of a cluster", DEBUG)
                    .later("limitclustersize", NUMBER, "KVB", "and its bytes", DEBUG)
                    .idle("limitancestorsize", NUMBER, "KVB", "replaced in bitcoind", HIDDEN)
                    .idle("limitdescendantsize", NUMBER, "KVB", "replaced in bitcoind", HIDDEN)
                    .list();

    static final List<Option> MINING =
            new Rows(Category.MINING)
                    .later("blockmaxweight", NUMBER, "N", "weight at most", DEBUG)
                    .later("blockreservedweight", NUMBER, "N", "kept free for the coinbase")
                    .later("blockmintxfee", TEXT, "AMOUNT", "lowest fee rate")
                    .works(
                            "blockversion",
                            NUMBER,
                            "N",
                            "",
                            "the version of blocks that are made (regtest)",
                            DEBUG)
                    .later("printpriority", FLAG, "", "log fee rates", DEBUG)
                    .list();

    static final List<Option> WALLET =
            new Rows(Category.WALLET)
                    .idle("addresstype", TEXT, "TYPE", "kind of addresses")
                    .idle("avoidpartialspends", FLAG, "", "spend by address")
                    .idle("changetype", TEXT, "TYPE", "kind of change")
                    .idle("consolidatefeerate", TEXT, "AMOUNT", "when to consolidate")
                    .idle("disablewallet", FLAG, "", "no wallet")
                    .idle("discardfee", TEXT, "AMOUNT", "what change is not worth")
                    .idle("fallbackfee", TEXT, "AMOUNT", "fee without estimate")
                    .idle("keypool", NUMBER, "N", "keys made beforehand")
                    .idle("maxapsfee", TEXT, "AMOUNT", "price of not spending partially")
                    .idle("maxtxfee", TEXT, "AMOUNT", "highest fee")
                    .idle("mintxfee", TEXT, "AMOUNT", "lowest fee rate")
                    .idle("signer", TEXT, "CMD", "an external signer")
                    .idle("spendzeroconfchange", FLAG, "", "spend fresh change")
                    .idle("txconfirmtarget", NUMBER, "N", "blocks until confirmed")
                    .idle("wallet", LIST, "PATH", "load this wallet", NETWORK_ONLY)
                    .idle("walletbroadcast", FLAG, "", "send transactions")
                    .idle("walletdir", PATH, "DIR", "where wallets lie", NETWORK_ONLY)
                    .idle("walletnotify", TEXT, "CMD", "run for each transaction")
                    .idle("walletrbf", FLAG, "", "replaceable transactions")
                    .idle("walletrejectlongchains", FLAG, "", "no long chains", DEBUG)
                    .idle("walletcrosschain", FLAG, "", "wallets of other networks", DEBUG)
                    .idle("unsafesqlitesync", FLAG, "", "do not wait for the disk", DEBUG)
                    .list();

    static final List<Option> COMMAND =
            new Rows(Category.COMMAND)
                    .works(
                            "height",
                            NUMBER,
                            "H",
                            "",
                            "the height of the block",
                            NO_ELISION,
                            NO_NEGATION,
                            SPACED)
                    .works(
                            "prevouts",
                            PATH,
                            "FILE",
                            "",
                            "the outputs that it spends, a line for each:"
                                    + " txid:vout,satoshis,height,coinbase,time,script (height,"
                                    + " coinbase and time may be empty)",
                            NO_ELISION,
                            NO_NEGATION,
                            SPACED)
                    .works(
                            "repeat",
                            NUMBER,
                            "N",
                            "1",
                            "judge it N times and tell the time of the first and of the others",
                            NO_ELISION,
                            NO_NEGATION,
                            SPACED)
                    .works(
                            "from",
                            NUMBER,
                            "HEIGHT",
                            "",
                            "the height of the first header",
                            NO_ELISION,
                            NO_NEGATION,
                            SPACED)
                    .works("json", FLAG, "", "0", "print one JSON object")
                    .list();
}
