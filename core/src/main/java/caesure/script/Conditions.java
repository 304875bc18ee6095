// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

/**
 * Which of the nested IFs a script stands in are true. Two numbers and not a stack: nobody ever
 * asks but whether all are, and a script may nest a great many (Bitcoin Core's ConditionStack).
 */
final class Conditions {
    private static final int NO_FALSE = -1;

    private int depth;
    private int firstFalse = NO_FALSE;

    boolean isEmpty() {
        return depth == 0;
    }

    boolean allTrue() {
        return firstFalse == NO_FALSE;
    }

    void enter(boolean truth) {
        if (firstFalse == NO_FALSE && !truth) firstFalse = depth;
        depth++;
    }

    /** OP_ELSE. Below a false one it changes nothing that could be seen. */
    void turn() {
        if (firstFalse == NO_FALSE) {
            firstFalse = depth - 1;
        } else if (firstFalse == depth - 1) {
            firstFalse = NO_FALSE;
        }
    }

    void leave() {
        depth--;
        if (firstFalse == depth) firstFalse = NO_FALSE;
    }
}
