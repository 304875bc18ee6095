// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

/** What the user gave cannot be used. The message is one line for the terminal; exit code 1. */
final class BadInput extends Exception {
    private static final long serialVersionUID = 1;

    BadInput(String line) {
        super(line, null, false, false); // no stack trace: the fault is not in our code
    }
}
