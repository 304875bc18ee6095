// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A command: the word that stands first.
 *
 * @param words what stands for the words behind it in help
 * @param wordsMin how many there must be
 * @param wordsMax how many there may be
 * @param needed options that must be given
 * @param options the names of all options that it takes
 * @param header what it does, in one sentence
 * @param description what one must know to use it; a paragraph for each element
 */
public record Command(
        String name,
        String words,
        int wordsMin,
        int wordsMax,
        Set<String> needed,
        Set<String> options,
        String header,
        List<String> description) {

    /** Options that each command takes: they say where and on which network. */
    private static final String COMMON =
            "help help-debug chain testnet testnet4 signet regtest signetchallenge"
                    + " testactivationheight test datadir conf includeconf allowignoredconf";

    /** A shell passes no more arguments than that. */
    private static final int MANY = 1_000_000;

    /** All commands, in the order of help. */
    public static final List<Command> ALL =
            List.of(
                    new Command(
                            "import",
                            "PATH...",
                            1,
                            MANY,
                            Set.of(),
                            with("par mocktime assumevalid minimumchainwork"),
                            "Takes blocks out of files into a data directory.",
                            List.of(
                                    "A file holds blocks as bootstrap.dat does: the network's"
                                            + " magic, the size, the block. A folder is a data"
                                            + " directory of Bitcoin Core (or another of Caesure),"
                                            + " or the folder blocks in it: its blkNNNNN.dat are"
                                            + " read in order, with the key in xor.dat if there is"
                                            + " one, and nothing in it is written. Blocks may lie"
                                            + " in any order.",
                                    "Every rule is checked; scripts too, but for those that"
                                            + " -assumevalid lets be believed, as in the node. A"
                                            + " bad block is reported with its height, hash, reason"
                                            + " and the byte where its record begins, and the"
                                            + " import goes on. A block whose parent never comes is"
                                            + " reported and is no error.",
                                    "SIGTERM or Ctrl-C stops it between two blocks; run again, it"
                                            + " goes on from there, and of what it has already it"
                                            + " reads only the headers. The exit code is 1 if any"
                                            + " block was bad.")),
                    new Command(
                            "utxo-stats",
                            "",
                            0,
                            0,
                            Set.of(),
                            with("par height json"),
                            "Counts the unspent outputs and hashes them.",
                            List.of(
                                    "Tells how many unspent outputs there are after a block of the"
                                            + " best chain (-height; else after its last), what"
                                            + " they are worth, and the two hashes over them by"
                                            + " which bitcoind's gettxoutsetinfo can be compared."
                                            + " Only reads: nothing in the data directory changes,"
                                            + " and a node may be at work there.")),
                    new Command(
                            "verify-block",
                            "BLOCK",
                            1,
                            1,
                            Set.of("height"),
                            with("par height prevouts repeat json"),
                            "Judges one block against the outputs that it spends.",
                            List.of(
                                    "BLOCK is a file with the block as it is on the wire. Checks"
                                            + " its structure, its proof of work, the rules of its"
                                            + " height, and, with the outputs that it spends, those"
                                            + " of coins and all scripts. Says valid, or Bitcoin"
                                            + " Core's words for the first rule that is broken, and"
                                            + " names what could not be checked because it is not"
                                            + " in the files.")),
                    new Command(
                            "verify-headers",
                            "FILE",
                            1,
                            1,
                            Set.of("from"),
                            with("from json"),
                            "Checks headers that follow one another.",
                            List.of(
                                    "FILE holds headers of 80 bytes, one behind the other. Checks"
                                            + " links, proof of work, targets with every retarget"
                                            + " whose period is complete, times and versions. Says"
                                            + " what could not be checked because the headers"
                                            + " before the first are not there. Of the first header"
                                            + " that breaks a rule it tells the height, the hash,"
                                            + " Bitcoin Core's words and the byte where it begins.")),
                    new Command(
                            "version",
                            "",
                            0,
                            0,
                            Set.of(),
                            with(""),
                            "Says which version this is, and what it runs on.",
                            List.of()),
                    new Command(
                            "help",
                            "[COMMAND]",
                            0,
                            1,
                            Set.of(),
                            with(""),
                            "Says how to use Caesure, or one of its commands.",
                            List.of()));

    public Command {
        needed = Set.copyOf(needed);
        options = Set.copyOf(options);
        description = List.copyOf(description);
    }

    public static Optional<Command> find(String name) {
        return ALL.stream().filter(command -> command.name.equals(name)).findAny();
    }

    private static Set<String> with(String own) {
        var all = new TreeSet<>(Arrays.asList(COMMON.split(" ")));
        if (!own.isEmpty()) all.addAll(Arrays.asList(own.split(" ")));
        return all;
    }
}
