// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.rpc.Result;

/** Short names for what stands in results of chain methods. */
final class Fields {
    static final String EPOCH = "in seconds since 1970";

    private Fields() {}

    static Result num(String key, String help) {
        return Result.of(Result.Kind.NUM, key, help);
    }

    static Result hex(String key, String help) {
        return Result.of(Result.Kind.HEX, key, help);
    }

    static Result text(String key, String help) {
        return Result.of(Result.Kind.STR, key, help);
    }

    static Result flag(String key, String help) {
        return Result.of(Result.Kind.BOOL, key, help);
    }

    static Result time(String key, String help) {
        return Result.of(Result.Kind.TIME, key, help);
    }

    static Result amount(String key, String help) {
        return Result.of(Result.Kind.AMOUNT, key, help);
    }

    static Result object(String key, String help, Result... inner) {
        return Result.of(Result.Kind.OBJ, key, help, inner);
    }

    static Result array(String key, String help, Result... inner) {
        return Result.of(Result.Kind.ARR, key, help, inner);
    }

    /** An object that is the whole result. */
    static Result whole(Result... inner) {
        return object("", "", inner);
    }

    /** Nothing. */
    static Result nothing() {
        return Result.of(Result.Kind.NONE, "");
    }
}
