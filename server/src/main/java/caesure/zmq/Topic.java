// SPDX-License-Identifier: BSD-2-Clause
package caesure.zmq;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a message of ZMQ is about (Core's doc/zmq.md), in the order in which Core tells them. */
public enum Topic {
    HASHBLOCK,
    HASHTX,
    RAWBLOCK,
    RAWTX,
    SEQUENCE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The first part of each of its messages: hashblock. */
    public String text() {
        return text;
    }

    /** The option and the type of notification: pubhashblock. */
    public String type() {
        return "pub" + text;
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
