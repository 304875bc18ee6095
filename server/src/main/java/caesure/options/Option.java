// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import java.util.List;
import java.util.Set;

/**
 * A row of the table of options.
 *
 * @param names without dashes; the first is the one under which its values are kept, the others
 *     mean the same
 * @param label what stands for the value in help; empty for a switch
 * @param fallback the value if none is given, as help shows it; empty if that needs no word
 * @param help one sentence without a full stop
 */
public record Option(
        List<String> names,
        Kind kind,
        String label,
        String fallback,
        Category category,
        Meaning meaning,
        Set<Trait> traits,
        String help) {

    public Option {
        names = List.copyOf(names);
        traits = Set.copyOf(traits);
    }

    /** What values it takes, and which of several counts. */
    public enum Kind {
        /** On or off: {@code -x}, {@code -x=1}, {@code -x=0}, {@code -nox}. The last counts. */
        FLAG,
        /** A text. The last counts. */
        TEXT,
        /** A whole number. The last counts. */
        NUMBER,
        /** A place in the file system. The last counts. */
        PATH,
        /** Texts. All count. */
        LIST
    }

    /** What comes of it. */
    public enum Meaning {
        /** It does what it says. */
        EFFECTIVE,
        /**
         * Accepted, because scripts for bitcoind have it; there is nothing here that it concerns.
         */
        NO_EFFECT,
        /**
         * Of a part that does not exist yet: refused on the command line unless it says off, and
         * passed over with a notice in bitcoin.conf.
         */
        LATER,
        /**
         * As {@link #LATER}, but refused in bitcoin.conf too: to go on without it would betray who
         * relies on it.
         */
        LATER_GUARD
    }

    /** What is special about it. */
    public enum Trait {
        /** In bitcoin.conf's part before the first section it counts for the main network alone. */
        NETWORK_ONLY,
        /** A secret: never shown. */
        SENSITIVE,
        /** {@code -nox} is refused. */
        NO_NEGATION,
        /** {@code -x} without a value is refused. */
        NO_ELISION,
        /** The value may be the next argument. */
        SPACED,
        /** Shown by -help-debug, not by -help. */
        DEBUG,
        /** Shown by no help: kept so that old files and scripts pass. */
        HIDDEN
    }

    /** Under which heading help shows it, and what to say of a row that is for later. */
    public enum Category {
        NETWORK("Network", "it comes with a later version"),
        NODE("Node", "it comes with a later version"),
        LOG("Log", "it comes with a later version"),
        CONNECTION("Connections", "it comes with a later version"),
        RPC("RPC server", "it comes with a later version"),
        NOTIFY("Notifications", "notifications come with a later version"),
        STORAGE("Pruning and indexes", "pruning and indexes come with a later version"),
        RELAY("Transactions", "the mempool comes with a later version"),
        MINING("Block creation", "block creation comes with a later version"),
        DOORS("Monitor and web pages", "monitor and web pages come with a later version"),
        WALLET("Wallet", "there will be no wallet"),
        TEST("For tests", "it comes with a later version"),
        COMMAND("Of single commands", "");

        private final String title;
        private final String later;

        Category(String title, String later) {
            this.title = title;
            this.later = later;
        }

        public String title() {
            return title;
        }

        String later() {
            return later;
        }
    }

    /** The name under which its values are kept. */
    public String name() {
        return names.getFirst();
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    boolean isLater() {
        return meaning == Meaning.LATER || meaning == Meaning.LATER_GUARD;
    }

    /** Why a row for later is refused. */
    String refusal(String as) {
        return "-" + as + " is not there yet: " + category.later();
    }
}
