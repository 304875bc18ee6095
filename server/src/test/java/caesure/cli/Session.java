// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.bytes.ByteWriter;
import caesure.console.Console;
import caesure.console.Stop;
import caesure.options.Machine;
import caesure.primitives.Block;
import caesure.testkit.TestChain;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One run of the program inside the test, and what it said. */
public record Session(int code, String out, String err) {
    /** A machine without the bitcoin.conf of whoever runs the tests. */
    public static final Machine NOBODY = new Machine(Path.of("target", "nobody"), 2);

    public static Session run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code =
                Main.run(
                        arguments,
                        new Console(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false),
                        new Stop(),
                        NOBODY);
        return new Session(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The one JSON object that it printed. */
    public JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }

    public String firstLine() {
        return out.lines().findFirst().orElse("");
    }

    /** Everything that it said, for a test that fails. */
    @Override
    public String toString() {
        return "exit " + code + "\n" + out + err;
    }

    /** A file of blocks in the framing of bootstrap.dat. */
    public static Path framed(Path file, TestChain chain, List<Block> blocks) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (Block block : blocks) bytes.write(frame(chain, block));
        return Files.write(file, bytes.toByteArray());
    }

    public static byte[] frame(TestChain chain, Block block) {
        return new ByteWriter()
                .bytes(chain.params().magic())
                .u32(block.size())
                .bytes(block.bytes())
                .toArray();
    }
}
