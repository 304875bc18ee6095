// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

/**
 * What a segwit output asks for (BIP 141).
 *
 * @param version 0 to 16
 * @param program 2 to 40 bytes
 */
public record WitnessProgram(int version, ByteString program) {}
