// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

/**
 * An option, an argument or a line of bitcoin.conf that cannot be used. The message is for the
 * user; the program says it behind {@code Error: } and ends with 1. Where bitcoind refuses the same
 * thing, the message is bitcoind's: its users' scripts compare it.
 */
public final class BadOption extends Exception {
    private static final long serialVersionUID = 1;

    public BadOption(String message) {
        super(message, null, false, false); // no stack trace: the fault is not in our code
    }
}
