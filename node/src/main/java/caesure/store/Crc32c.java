// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteString;

import java.util.zip.CRC32C;

/** CRC-32C, the checksum of Caesure's files (RFC 3720, B.4). */
public final class Crc32c {
    private Crc32c() {}

    /** Of some bytes; 0 to 2^32 - 1. */
    public static long of(ByteString bytes) {
        return of(bytes.toArray(), 0, bytes.length());
    }

    /** Of a part of an array. */
    public static long of(byte[] bytes, int from, int count) {
        var crc = new CRC32C();
        crc.update(bytes, from, count);
        return crc.getValue();
    }
}
