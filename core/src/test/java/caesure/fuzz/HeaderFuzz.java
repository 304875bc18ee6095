// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.primitives.Header;
import caesure.primitives.Target;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Headers from strangers: 80 bytes are one, fewer are none. */
class HeaderFuzz {
    @FuzzTest(maxDuration = "10m")
    void readsAnyBytes(byte[] bytes) {
        ByteString whole = ByteString.copyOf(bytes);
        Header header;
        try {
            header = Header.read(whole.reader());
        } catch (MalformedException _) {
            assertTrue(bytes.length < Header.BYTES);
            return;
        }
        var out = new ByteWriter();
        header.write(out);
        assertEquals(whole.slice(0, Header.BYTES), out.toByteString());
        Target.ofCompact(header.bits()).ifPresent(target -> checkTarget(target, header));
    }

    /** A target from the wire is 1 to 2^256 - 1 and has a compact form of its own. */
    private static void checkTarget(Target target, Header header) {
        assertTrue(target.value().signum() > 0 && target.value().bitLength() <= 256);
        assertEquals(target, Target.ofCompact(target.toCompact()).orElseThrow());
        assertTrue(target.work().hashes().signum() > 0);
        target.isMetBy(header.hash());
    }
}
