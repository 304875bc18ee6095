// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

/** The bytes are not what they claim to be. The sender is at fault; nothing of ours is broken. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param what what is wrong with the bytes, for a log or a person
     */
    public MalformedException(String what) {
        super(what, null, false, false); // no stack trace: peers can cause these by the million
    }
}
