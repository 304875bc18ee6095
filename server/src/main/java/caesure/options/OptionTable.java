// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.options.Option.Category;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All options: those of bitcoind 31.99, those of the original Caesure, and those of single
 * commands. The only place where an option is named; parser, help and bitcoin.conf are made from
 * it.
 */
public final class OptionTable {
    private static final List<Option> ROWS =
            Stream.of(
                            NodeRows.NETWORK,
                            NodeRows.NODE,
                            NodeRows.LOG,
                            PeerRows.CONNECTION,
                            PeerRows.RPC,
                            PeerRows.NOTIFY,
                            PeerRows.DOORS,
                            OtherRows.STORAGE,
                            OtherRows.RELAY,
                            OtherRows.MINING,
                            OtherRows.WALLET,
                            NodeRows.TEST,
                            OtherRows.COMMAND)
                    .flatMap(List::stream)
                    .toList();

    private static final Map<String, Option> BY_NAME = byName();

    private OptionTable() {}

    /** All rows, category by category. */
    public static List<Option> rows() {
        return ROWS;
    }

    /** The row that has this name, without dashes, among its names. */
    public static Optional<Option> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The row that a line of bitcoin.conf means: those of single commands are none. */
    static Optional<Option> findForFile(String name) {
        return find(name).filter(option -> option.category() != Category.COMMAND);
    }

    /** The row whose first name this is, which must be in the table. */
    static Option row(String name) {
        Option option = BY_NAME.get(name);
        if (option == null || !option.name().equals(name)) {
            throw new IllegalArgumentException("no row " + name);
        }
        return option;
    }

    private static Map<String, Option> byName() {
        var byName = new LinkedHashMap<String, Option>();
        for (Option option : ROWS) {
            for (String name : option.names()) {
                if (byName.put(name, option) != null) {
                    throw new IllegalStateException("two rows for " + name);
                }
            }
        }
        return Collections.unmodifiableMap(byName);
    }
}
