// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

/** The exit codes of the program. There are no others: what went wrong stands on stderr. */
public final class Exit {
    /** All is well: the work is done, the block is valid, the node ended as it was told to. */
    public static final int GOOD = 0;

    /** The input, a block or the command line is bad, or the work was stopped before a result. */
    public static final int BAD = 1;

    private Exit() {}
}
