// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever is in the file of spent outputs: it is read or refused, and what is read is in range.
 */
class PrevoutsCsvFuzz {
    @FuzzTest(maxDuration = "10m")
    void readsOrRefuses(byte[] bytes) {
        try {
            PrevoutsCsv.parse(ByteString.copyOf(bytes))
                    .forEach((outPoint, prevout) -> {
                        boolean inRange =
                                outPoint.index() >= 0
                                        && outPoint.index() <= 0xffff_ffffL
                                        && prevout.output().valueSats() >= 0
                                        && prevout.height().orElse(0) >= 0;
                        if (!inRange) throw new AssertionError(outPoint + " " + prevout);
                    });
        } catch (MalformedException e) {
            if (!e.getMessage().startsWith("line ")) throw new AssertionError("names no line", e);
        }
    }
}
