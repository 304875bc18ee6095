// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.primitives.Transaction;
import caesure.testkit.VectorSuite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Large transactions of the real chain, each named by the beginning of its txid. */
final class TransactionFiles implements VectorSuite {
    @Override
    public String glob() {
        return "vectors/tx/*.bin";
    }

    @Override
    public int run(Path file) throws IOException, MalformedException {
        ByteString bytes = ByteString.wrap(Files.readAllBytes(file));
        Transaction read = Transaction.parse(bytes);
        Transaction written =
                Transaction.of(read.version(), read.inputs(), read.outputs(), read.lockTime());
        assertEquals(bytes, written.bytes());
        String name = file.getFileName().toString().replace(".bin", "");
        assertTrue(read.txid().toString().startsWith(name), read.txid() + " is not " + name);
        var stripped = new ByteWriter();
        read.writeStripped(stripped);
        assertEquals(read.strippedSize(), stripped.length());
        return 1;
    }
}
