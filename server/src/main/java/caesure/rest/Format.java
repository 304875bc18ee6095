// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

/** In which form something is asked for. */
enum Format {
    /** None that is known. */
    NONE(""),
    BIN("bin"),
    HEX("hex"),
    JSON("json");

    /** Those that most resources have, in words. */
    static final String ALL = ".bin, .hex, .json";

    private final String suffix;

    Format(String suffix) {
        this.suffix = suffix;
    }

    /** What stands behind the last dot of a target. */
    String suffix() {
        return suffix;
    }
}
