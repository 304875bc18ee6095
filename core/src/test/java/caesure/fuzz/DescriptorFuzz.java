// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.descriptor.Descriptor;
import caesure.descriptor.Inference;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Descriptors that somebody typed, and scripts of which one is told. */
class DescriptorFuzz {
    private static final AddressFormat FORMAT = AddressFormat.REGTEST;
    private static final String X =
            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    @Test
    void readsItsSeeds() throws MalformedException {
        for (String seed :
                List.of(
                        "pkh(02" + X + ")",
                        "tr(" + X + ",{pk(" + X + "),{multi_a(1," + X + "),pk(" + X + ")}})",
                        "sh(wsh(sortedmulti(1,[deadbeef/1'/2h]02" + X + ")))",
                        "tr(" + X + ",{{{}}})",
                        "multi(1,,)",
                        "wsh(0)",
                        "unused(02" + X + ")#",
                        "raw(5120" + X + ")")) {
            readsAnyText(seed.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A text is refused, or printed as one that means the same. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyText(byte[] bytes) throws MalformedException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<Descriptor> read;
        try {
            read = Descriptor.parse(text, FORMAT);
        } catch (MalformedException _) {
            return; // refused, as it may be
        }
        for (Descriptor descriptor : read) {
            List<Descriptor> again = Descriptor.parseChecked(descriptor.text(), FORMAT);
            assertEquals(1, again.size());
            assertEquals(descriptor.text(), again.getFirst().text());
            if (descriptor.hasSecrets()) continue; // which the printed one lacks
            assertEquals(descriptor.at(7), again.getFirst().at(7));
        }
    }

    /** What is told of a script is a descriptor of just that script. */
    @FuzzTest(maxDuration = "10m")
    void tellsOfAnyScript(byte[] bytes) throws MalformedException {
        ByteString script = ByteString.copyOf(bytes);
        if (script.isEmpty() || script.length() > 10_000) return;
        String told = Inference.of(script, FORMAT);
        try {
            Descriptor read = Descriptor.parseChecked(told, FORMAT).getFirst();
            assertEquals(script, read.at(0).orElseThrow().getFirst().script());
        } catch (MalformedException e) {
            // keys are only looked at from outside, as bitcoind does: they may be no points
            if (!told.startsWith("pk(") && !told.startsWith("multi(")) throw e;
        }
    }
}
