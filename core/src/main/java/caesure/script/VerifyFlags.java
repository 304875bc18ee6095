// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.MalformedException;

import java.util.Arrays;

/** A set of {@link VerifyFlag}s in one integer: the interpreter asks it at every step. */
public record VerifyFlags(int bits) {
    public static final VerifyFlags NONE = new VerifyFlags(0);

    public static VerifyFlags of(VerifyFlag... flags) {
        return NONE.with(flags);
    }

    public VerifyFlags with(VerifyFlag... flags) {
        int more = bits;
        for (VerifyFlag flag : flags) more |= flag.bit();
        return new VerifyFlags(more);
    }

    public VerifyFlags without(VerifyFlag flag) {
        return new VerifyFlags(bits & ~flag.bit());
    }

    public boolean has(VerifyFlag flag) {
        return (bits & flag.bit()) != 0;
    }

    /** Every flag there is. */
    public static VerifyFlags all() {
        return of(VerifyFlag.values());
    }

    /**
     * Flags by name, with commas between; {@code NONE} or nothing for none.
     *
     * @throws MalformedException if a name is unknown
     */
    public static VerifyFlags parse(String names) throws MalformedException {
        VerifyFlags flags = NONE;
        for (String name : names.split(",", -1)) {
            if (name.isEmpty() || name.equals("NONE")) continue;
            VerifyFlag flag =
                    Arrays.stream(VerifyFlag.values())
                            .filter(f -> f.name().equals(name))
                            .findAny()
                            .orElseThrow(() -> new MalformedException("unknown flag " + name));
            flags = flags.with(flag);
        }
        return flags;
    }
}
