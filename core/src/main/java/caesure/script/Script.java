// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

import java.util.Optional;

/** What can be told of a script without running it. */
public final class Script {
    /** The longest script that may run before tapscript, in bytes. */
    public static final int BYTES_MAX = 10_000;

    private Script() {}

    /** Whether an output with this script can never be spent, so that it never becomes a coin. */
    public static boolean isUnspendable(ByteString script) {
        throw new UnsupportedOperationException();
    }

    public static boolean isPayToScriptHash(ByteString script) {
        throw new UnsupportedOperationException();
    }

    public static Optional<WitnessProgram> witnessProgram(ByteString script) {
        throw new UnsupportedOperationException();
    }

    /** Whether the script parses to the end and only pushes (OP_RESERVED counts as a push). */
    public static boolean isPushOnly(ByteString script) {
        throw new UnsupportedOperationException();
    }
}
