// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a line of debugging is about, by the names of bitcoind 31's {@code -debug=}, in their order.
 * Some are of things that Caesure does not have: they are known so that nobody's configuration
 * breaks, and no line bears them.
 */
public enum Category {
    ADDRMAN,
    BENCH,
    BLOCKSTORAGE,
    CMPCTBLOCK,
    COINDB,
    ESTIMATEFEE,
    HTTP,
    I2P,
    IPC,
    KERNEL,
    LEVELDB,
    MEMPOOL,
    MEMPOOLREJ,
    NET,
    PRIVATEBROADCAST,
    PROXY,
    PRUNE,
    QT,
    RAND,
    REINDEX,
    RPC,
    SCAN,
    SELECTCOINS,
    TOR,
    TXPACKAGES,
    TXRECONCILIATION,
    VALIDATION,
    WALLETDB,
    ZMQ;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** All of them. */
    public static Set<Category> all() {
        return Collections.unmodifiableSet(EnumSet.allOf(Category.class));
    }

    /**
     * The categories that a user means: one by its name; all by "all", "1" or nothing; none by
     * "libevent", which bitcoind still takes. Empty if there is no such name.
     */
    public static Optional<Set<Category>> named(String word) {
        return switch (word) {
            case "", "1", "all" -> Optional.of(all());
            case "libevent" -> Optional.of(Set.of());
            default ->
                    Arrays.stream(values())
                            .filter(category -> category.word.equals(word))
                            .findAny()
                            .map(Set::of);
        };
    }

    /** The name in options and in lines of the log. */
    @Override
    public String toString() {
        return word;
    }
}
