// SPDX-License-Identifier: BSD-2-Clause
package caesure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Holds the class files to layers.txt, with nothing but the JDK's own class-file reader. */
class LayersTest {
    private static final Path ROOT = Path.of("..");

    /** One of our class names wherever it stands: class entry, descriptor or generic signature. */
    private static final Pattern OURS = Pattern.compile("caesure/([a-z]+)/\\w+");

    private static final Pattern WORLD =
            Pattern.compile(
                    "java/(io|net|nio/file|nio/channels|util/concurrent|util/logging)/.*|java/lang/Thread");
    private static final Set<String> CLOCKS =
            Set.of("System.currentTimeMillis", "System.nanoTime", "Instant.now", "Math.random");

    @Test
    void everyLineNamesOnlyEarlierLines() throws IOException {
        var seen = new TreeSet<String>();
        layers().forEach((name, allowed) -> {
            assertTrue(seen.containsAll(allowed), name + " looks up: " + allowed);
            seen.add(name);
        });
    }

    @Test
    void packagesUseOnlyWhatTheirLineAllows() throws IOException {
        Map<String, Set<String>> layers = layers();
        var wrong = new TreeSet<String>();
        for (ClassModel model : classes("core", "node", "server")) {
            String self = model.thisClass().asInternalName();
            if (!layers.containsKey(packageOf(self))) {
                wrong.add(self + " is in a package without a line");
                continue;
            }
            for (var entry : model.constantPool()) {
                if (!(entry instanceof Utf8Entry text)) continue;
                var names = OURS.matcher(text.stringValue()).results().toList();
                for (var used : names) {
                    String from = packageOf(self);
                    String to = used.group(1);
                    if (!to.equals(from) && !layers.get(from).contains(to)) {
                        wrong.add(self + " uses " + used.group());
                    }
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    /**
     * The one class of core that touches files: it unpacks libsecp256k1 from its jar, because the
     * linker loads libraries by path (docs/decisions/0006).
     */
    private static final Set<String> EXEMPT = Set.of("caesure/crypto/NativeLibrary");

    @Test
    void coreSeesNoClockFilesSocketsOrThreads() throws IOException {
        var wrong = new TreeSet<String>();
        for (ClassModel model : classes("core")) {
            if (EXEMPT.contains(model.thisClass().asInternalName())) continue;
            for (var entry : model.constantPool()) {
                String used =
                        switch (entry) {
                            case ClassEntry c when WORLD.matcher(c.asInternalName()).matches() ->
                                    c.asInternalName();
                            case MemberRefEntry m when CLOCKS.contains(simpleName(m)) ->
                                    simpleName(m);
                            default -> null;
                        };
                if (used != null) wrong.add(model.thisClass().asInternalName() + " uses " + used);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    /** {@code caesure/bytes/Hex} is in {@code bytes}; a class of the root in {@code ""}. */
    private static String packageOf(String internalName) {
        int from = internalName.indexOf('/') + 1;
        int to = internalName.lastIndexOf('/');
        return from > to ? "" : internalName.substring(from, to);
    }

    private static String simpleName(MemberRefEntry member) {
        String owner = member.owner().asInternalName();
        return owner.substring(owner.lastIndexOf('/') + 1) + "." + member.name();
    }

    /** Reads layers.txt: package name to the packages it may import, in the order of the file. */
    private static Map<String, Set<String>> layers() throws IOException {
        var layers = new LinkedHashMap<String, Set<String>>();
        for (String line : Files.readAllLines(ROOT.resolve("layers.txt"))) {
            if (line.startsWith("#") || !line.contains(" :")) continue;
            int colon = line.indexOf(':');
            layers.put(
                    line.substring(0, colon).strip(),
                    new TreeSet<>(
                            Pattern.compile(" +")
                                    .splitAsStream(line.substring(colon + 1).strip())
                                    .filter(s -> !s.isEmpty())
                                    .toList()));
        }
        return layers;
    }

    private static List<ClassModel> classes(String... modules) throws IOException {
        var found = new ArrayList<ClassModel>();
        for (String module : modules) {
            Path folder = ROOT.resolve(module, "target/classes");
            if (!Files.isDirectory(folder)) continue; // nothing written there yet
            try (var files = Files.walk(folder)) {
                for (Path file : files.filter(p -> p.toString().endsWith(".class")).toList()) {
                    if (!file.endsWith("package-info.class")) {
                        found.add(ClassFile.of().parse(file));
                    }
                }
            }
        }
        assertTrue(!found.isEmpty(), "compile first");
        return found;
    }
}
