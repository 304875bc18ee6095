// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

/**
 * A message has its form and yet says what no peer may say at any time: more items than allowed, a
 * value that does not exist. The sender is at fault and loses the connection.
 */
public final class ViolationException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param what is wrong, in Core's words where it has any, for a log
     */
    public ViolationException(String what) {
        super(what, null, false, false); // no stack trace: peers can cause these by the million
    }
}
