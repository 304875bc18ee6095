// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static caesure.options.Option.Kind.FLAG;
import static caesure.options.Option.Kind.LIST;
import static caesure.options.Option.Kind.NUMBER;
import static caesure.options.Option.Kind.PATH;
import static caesure.options.Option.Kind.TEXT;
import static caesure.options.Option.Trait.DEBUG;
import static caesure.options.Option.Trait.HIDDEN;
import static caesure.options.Option.Trait.NO_ELISION;
import static caesure.options.Option.Trait.NO_NEGATION;
import static caesure.options.Option.Trait.SPACED;

import caesure.options.Option.Category;

import java.util.List;

/** Rows about the network, the node itself, its log, and its tests. */
final class NodeRows {
    private NodeRows() {}

    static final List<Option> NETWORK =
            new Rows(Category.NETWORK)
                    .works(
                            "chain",
                            TEXT,
                            "NAME",
                            "main",
                            "the network: main, test, testnet4, signet or regtest",
                            NO_ELISION,
                            SPACED)
                    .works("testnet t", FLAG, "", "", "the same as -chain=test (testnet3)")
                    .works("testnet4", FLAG, "", "", "the same as -chain=testnet4")
                    .works("signet", FLAG, "", "", "the same as -chain=signet")
                    .works("regtest", FLAG, "", "", "the same as -chain=regtest")
                    .works(
                            "signetchallenge",
                            LIST,
                            "HEX",
                            "",
                            "a signet of one's own: the script that its blocks must satisfy",
                            NO_NEGATION,
                            NO_ELISION,
                            SPACED)
                    .works(
                            "testactivationheight",
                            LIST,
                            "NAME@HEIGHT",
                            "",
                            "from where segwit, bip34, dersig, cltv or csv holds (regtest)",
                            DEBUG)
                    .works(
                            "test",
                            LIST,
                            "NAME",
                            "",
                            "bip94: testnet4's rules of difficulty (regtest); addrman: places in"
                                    + " a new address book can be foretold; bitcoind's other names"
                                    + " are accepted without effect",
                            DEBUG)
                    .later(
                            "vbparams",
                            LIST,
                            "NAME:START:END[:HEIGHT]",
                            "times of a version bits deployment",
                            DEBUG)
                    .list();

    static final List<Option> NODE =
            new Rows(Category.NODE)
                    .works("help h ?", FLAG, "", "", "print help and end")
                    .works("help-debug", FLAG, "", "", "print help with all options and end")
                    .works("version", FLAG, "", "", "print the version and end")
                    .works(
                            "datadir b base",
                            PATH,
                            "DIR",
                            "~/.caesure",
                            "the data directory; networks other than main lie in a folder of it",
                            NO_NEGATION,
                            NO_ELISION,
                            SPACED)
                    .works(
                            "conf",
                            PATH,
                            "FILE",
                            "bitcoin.conf",
                            "a file with further options, read from the data directory",
                            NO_ELISION)
                    .works(
                            "includeconf",
                            LIST,
                            "FILE",
                            "",
                            "one more such file; stands in bitcoin.conf only",
                            DEBUG)
                    .works(
                            "allowignoredconf",
                            FLAG,
                            "",
                            "0",
                            "go on if the data directory holds a bitcoin.conf that is not used",
                            DEBUG)
                    .works(
                            "par",
                            NUMBER,
                            "N",
                            "0",
                            "how many threads check scripts; 0: one for each core, -N: leave N"
                                    + " cores free",
                            NO_ELISION,
                            SPACED)
                    .works(
                            "assumevalid",
                            TEXT,
                            "HASH",
                            "by network",
                            "do not run the scripts of this block and of those before it; 0: run"
                                    + " all",
                            NO_ELISION)
                    .works(
                            "minimumchainwork",
                            TEXT,
                            "HEX",
                            "by network",
                            "a chain with less work is not the best",
                            NO_ELISION)
                    .works(
                            "loadblock",
                            LIST,
                            "FILE",
                            "",
                            "take blocks out of this file at start",
                            NO_ELISION)
                    .works("reindex", FLAG, "", "0", "find everything again from the block files")
                    .works(
                            "reindex-chainstate",
                            FLAG,
                            "",
                            "0",
                            "count the coins again from the stored blocks")
                    .works("daemon", FLAG, "", "0", "run in the background")
                    .works(
                            "daemonwait",
                            FLAG,
                            "",
                            "0",
                            "as -daemon, but return only when the node is ready")
                    .works(
                            "pid",
                            PATH,
                            "FILE",
                            "caesure.pid",
                            "where the number of the process is kept")
                    .idle("settings", PATH, "FILE", "bitcoind's settings.json")
                    .idle("dbcache", NUMBER, "MIB", "size of a database cache")
                    .idle("dbbatchsize", NUMBER, "BYTES", "size of a database write", DEBUG)
                    .idle("prevoutfetchthreads", NUMBER, "N", "threads that fetch coins")
                    .idle("blocksxor", FLAG, "", "whether block files are obfuscated")
                    .idle("dbcrashratio", NUMBER, "N", "simulated crashes", HIDDEN)
                    .idle("forcecompactdb", FLAG, "", "compact databases", HIDDEN)
                    .idle("checkpoints", FLAG, "", "checkpoints, which are no more", HIDDEN)
                    .idle("choosedatadir", FLAG, "", "of bitcoin-qt", HIDDEN)
                    .idle("lang", TEXT, "LANG", "of bitcoin-qt", HIDDEN)
                    .idle("min", FLAG, "", "of bitcoin-qt", HIDDEN)
                    .idle("resetguisettings", FLAG, "", "of bitcoin-qt", HIDDEN)
                    .idle("splash", FLAG, "", "of bitcoin-qt", HIDDEN)
                    .idle("uiplatform", TEXT, "NAME", "of bitcoin-qt", HIDDEN)
                    .list();

    static final List<Option> LOG =
            new Rows(Category.LOG)
                    .works("verbose v", FLAG, "", "0", "tell more of what is done")
                    .works(
                            "debug",
                            LIST,
                            "CATEGORY",
                            "none",
                            "log this category too; 1 or all: all, 0 or none: forget those before")
                    .works("debugexclude", LIST, "CATEGORY", "", "all the same, not this one")
                    .works(
                            "debuglogfile logfile",
                            PATH,
                            "FILE",
                            "debug.log",
                            "where the log goes, in the network's folder; -nodebuglogfile: nowhere")
                    .works("printtoconsole", FLAG, "", "0", "print the log, too")
                    .works(
                            "loglevel",
                            LIST,
                            "[CATEGORY:]LEVEL",
                            "debug",
                            "how much categories tell: info, debug or trace",
                            NO_NEGATION,
                            NO_ELISION,
                            DEBUG)
                    .works("logtimestamps", FLAG, "", "1", "begin lines with the time", DEBUG)
                    .works("logtimemicros", FLAG, "", "0", "with microseconds", DEBUG)
                    .works("logthreadnames", FLAG, "", "0", "name the thread", DEBUG)
                    .works(
                            "logsourcelocations",
                            FLAG,
                            "",
                            "0",
                            "name the place in the source",
                            DEBUG)
                    .works("loglevelalways", FLAG, "", "0", "name category and level always", DEBUG)
                    .works(
                            "logratelimit",
                            FLAG,
                            "",
                            "1",
                            "bound what one place may log in an hour",
                            DEBUG)
                    .works(
                            "shrinkdebugfile",
                            FLAG,
                            "",
                            "1 without -debug",
                            "cut a large debug.log at start",
                            DEBUG)
                    .works("logips", FLAG, "", "0", "name the addresses of peers, too", DEBUG)
                    .list();

    static final List<Option> TEST =
            new Rows(Category.TEST)
                    .works(
                            "stopatheight",
                            NUMBER,
                            "HEIGHT",
                            "0",
                            "end when the best chain is that long; 0: never",
                            NO_ELISION,
                            DEBUG)
                    .works(
                            "mocktime",
                            NUMBER,
                            "SECONDS",
                            "0",
                            "take this for the time, counted from 1970",
                            NO_ELISION,
                            DEBUG)
                    .later("stopafterblockimport", FLAG, "", "end after -loadblock", DEBUG)
                    .idle("checkblocks", NUMBER, "N", "blocks that are checked at start", DEBUG)
                    .idle("checklevel", NUMBER, "N", "how thoroughly", DEBUG)
                    .idle("checkblockindex", NUMBER, "N", "checks of the block index", DEBUG)
                    .idle("checkaddrman", NUMBER, "N", "checks of the address book", DEBUG)
                    .idle("checkmempool", NUMBER, "N", "checks of the mempool", DEBUG)
                    .idle("maxsigcachesize", NUMBER, "MIB", "size of the signature cache", DEBUG)
                    .works("uacomment", LIST, "TEXT", "", "a comment in the user agent", DEBUG)
                    .list();
}
