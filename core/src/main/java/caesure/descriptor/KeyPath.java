// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps from a key to one that is derived from it (BIP 32).
 *
 * @param steps each 0 to 2^32 - 1; from 2^31 on they are hardened: only the secret key leads on
 */
record KeyPath(List<Long> steps) {
    /** The first hardened step. */
    static final long HARDENED = 0x8000_0000L;

    static final KeyPath NONE = new KeyPath(List.of());

    KeyPath {
        steps = List.copyOf(steps);
    }

    KeyPath plus(KeyPath more) {
        var all = new ArrayList<>(steps);
        all.addAll(more.steps);
        return new KeyPath(all);
    }

    KeyPath plus(long step) {
        return plus(new KeyPath(List.of(step)));
    }

    boolean isHardened() {
        return steps.stream().anyMatch(KeyPath::isHardened);
    }

    static boolean isHardened(long step) {
        return step >= HARDENED;
    }

    /**
     * {@code /0/1h}.
     *
     * @param mark of hardened steps
     */
    String text(char mark) {
        var text = new StringBuilder();
        for (long step : steps) {
            text.append('/').append(step & ~HARDENED);
            if (isHardened(step)) text.append(mark);
        }
        return text.toString();
    }
}
