// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

/**
 * What the user gave cannot be used: a file, a height, a word. The message is one line for the
 * terminal; the exit code is {@link Exit#BAD}. For a wrong option there is {@code BadOption}.
 */
public final class BadInput extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param line what is wrong with what, without the name of the program
     */
    public BadInput(String line) {
        super(line, null, false, false); // no stack trace: the fault is not in our code
    }
}
