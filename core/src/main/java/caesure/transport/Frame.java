// SPDX-License-Identifier: BSD-2-Clause
package caesure.transport;

import caesure.bytes.ByteString;

/**
 * A message as a transport sees it: a name and bytes.
 *
 * @param command up to 12 characters of printable ASCII
 * @param payload at most {@link #PAYLOAD_BYTES_MAX} bytes
 */
public record Frame(String command, ByteString payload) {
    /** How long a command may be, in characters. */
    public static final int COMMAND_MAX = 12;

    /** How long a payload may be, in bytes (Core's MAX_PROTOCOL_MESSAGE_LENGTH). */
    public static final int PAYLOAD_BYTES_MAX = 4_000_000;

    /**
     * @throws IllegalArgumentException if no peer could read it
     */
    public Frame {
        if (command.length() > COMMAND_MAX || !isPrintable(command)) {
            throw new IllegalArgumentException("no command: " + command);
        }
        if (payload.length() > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(command + " of " + payload.length() + " bytes");
        }
    }

    /** Whether all characters are ASCII from the space to the tilde. */
    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
