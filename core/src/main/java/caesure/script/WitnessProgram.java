// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

/**
 * What a segwit output asks for (BIP 141).
 *
 * @param version 0 to 16
 * @param program 2 to 40 bytes
 */
public record WitnessProgram(int version, ByteString program) {
    private static final ByteString ANCHOR = ByteString.of(0x4e, 0x73);

    /** Whether anyone may spend it, so that anyone may pay for its transaction (P2A). */
    public boolean isAnchor() {
        return version == 1 && program.equals(ANCHOR);
    }
}
