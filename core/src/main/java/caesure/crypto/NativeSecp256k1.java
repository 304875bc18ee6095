// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import caesure.bytes.ByteString;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * A speed room: libsecp256k1 itself. The plain way is {@link BouncySecp256k1}, and the tests hold
 * this class to it. We pay in plainness because nearly all the work of checking a block is here.
 *
 * <p>The library calls {@code abort()} on arguments it finds illegal, and with it ends the process.
 * So every length is checked on this side of each call. It answers 1 or 0; anything else is no
 * verdict but a fault of ours.
 */
@SuppressWarnings("restricted") // calling foreign code is what this class is for
final class NativeSecp256k1 implements Secp256k1 {
    private static final SymbolLookup LIBRARY = NativeLibrary.load();

    // handles the compiler can see through are static and final: one call costs some 10 ns
    private static final MethodHandle SELF_TEST =
            Linker.nativeLinker()
                    .downcallHandle(symbol("secp256k1_selftest"), FunctionDescriptor.ofVoid());
    private static final MethodHandle KEY_PARSE =
            function("secp256k1_ec_pubkey_parse", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle SIGNATURE_PARSE =
            function("secp256k1_ecdsa_signature_parse_compact", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle SIGNATURE_NORMALIZE =
            function("secp256k1_ecdsa_signature_normalize", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ECDSA_VERIFY =
            function("secp256k1_ecdsa_verify", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle X_ONLY_PARSE =
            function("secp256k1_xonly_pubkey_parse", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle X_ONLY_FROM_KEY =
            function("secp256k1_xonly_pubkey_from_pubkey", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle X_ONLY_SERIALIZE =
            function("secp256k1_xonly_pubkey_serialize", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle SCHNORR_VERIFY =
            function("secp256k1_schnorrsig_verify", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle TWEAK_ADD =
            function("secp256k1_xonly_pubkey_tweak_add", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle TWEAK_ADD_CHECK =
            function(
                    "secp256k1_xonly_pubkey_tweak_add_check",
                    ADDRESS,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    ADDRESS);

    private static final MethodHandle KEY_CREATE =
            function("secp256k1_ec_pubkey_create", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle KEY_TWEAK_ADD =
            function("secp256k1_ec_pubkey_tweak_add", ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle KEY_SERIALIZE =
            function("secp256k1_ec_pubkey_serialize", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);

    private static final MethodHandle SIGN_RECOVERABLE =
            function(
                    "secp256k1_ecdsa_sign_recoverable",
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS);
    private static final MethodHandle RECOVERABLE_SERIALIZE =
            function(
                    "secp256k1_ecdsa_recoverable_signature_serialize_compact",
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    ADDRESS);
    private static final MethodHandle RECOVERABLE_PARSE =
            function(
                    "secp256k1_ecdsa_recoverable_signature_parse_compact",
                    ADDRESS,
                    ADDRESS,
                    ADDRESS,
                    JAVA_INT);
    private static final MethodHandle RECOVER =
            function("secp256k1_ecdsa_recover", ADDRESS, ADDRESS, ADDRESS, ADDRESS);

    /** SECP256K1_EC_COMPRESSED and SECP256K1_EC_UNCOMPRESSED. */
    private static final int COMPRESSED = 258;

    private static final int UNCOMPRESSED = 2;

    /**
     * The context for everything that needs no secret. Never written to, so free for all threads.
     */
    private static final MemorySegment CONTEXT =
            symbol("secp256k1_context_static").reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);

    /**
     * A context that can also make public keys. Not blinded: the only secrets here are those that a
     * person gives in a call, once.
     */
    private static final class Making {
        /** SECP256K1_CONTEXT_NONE. */
        private static final int FLAGS = 1;

        static final MemorySegment CONTEXT = create();

        private static MemorySegment create() {
            MethodHandle create =
                    Linker.nativeLinker()
                            .downcallHandle(
                                    symbol("secp256k1_context_create"),
                                    FunctionDescriptor.of(ADDRESS, JAVA_INT));
            try {
                return (MemorySegment) create.invokeExact(FLAGS);
            } catch (Throwable e) {
                throw failure(e);
            }
        }
    }

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /**
     * @throws IllegalStateException if a symbol is missing
     */
    NativeSecp256k1() {
        try {
            SELF_TEST.invokeExact(); // aborts if the library was built for another byte order
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    @Override
    public boolean verifyEcdsa(ByteString publicKey, ByteString signature, Hash256 message) {
        if (!hasKeyLength(publicKey) || signature.length() != Scratch.SIGNATURE_BYTES) return false;
        Scratch own = SCRATCH.get();
        own.put(publicKey, signature, message);
        try {
            if (!verdict(
                    (int)
                            KEY_PARSE.invokeExact(
                                    CONTEXT, own.key, own.keyIn, (long) publicKey.length()))) {
                return false;
            }
            if (!verdict((int) SIGNATURE_PARSE.invokeExact(CONTEXT, own.parsed, own.signatureIn))) {
                return false;
            }
            // whether S was high is no matter of consensus, but the library verifies only low S
            verdict((int) SIGNATURE_NORMALIZE.invokeExact(CONTEXT, own.parsed, own.parsed));
            return verdict(
                    (int) ECDSA_VERIFY.invokeExact(CONTEXT, own.parsed, own.hashIn, own.key));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    @Override
    public boolean verifySchnorr(ByteString publicKey, ByteString signature, ByteString message) {
        if (publicKey.length() != Scratch.X_BYTES
                || signature.length() != Scratch.SIGNATURE_BYTES) {
            return false;
        }
        Scratch own = SCRATCH.get();
        if (message.length() <= Scratch.MESSAGE_BYTES_MAX) {
            own.put(publicKey, signature, message);
            return verifySchnorr(own, own.messageIn, message.length());
        }
        own.put(publicKey, signature, Hash256.ZERO);
        try (Arena once = Arena.ofConfined()) {
            MemorySegment copy = once.allocateFrom(JAVA_BYTE, message.toArray());
            return verifySchnorr(own, copy, message.length());
        }
    }

    private static boolean verifySchnorr(Scratch own, MemorySegment message, long messageBytes) {
        try {
            return verdict((int) X_ONLY_PARSE.invokeExact(CONTEXT, own.key, own.keyIn))
                    && verdict(
                            (int)
                                    SCHNORR_VERIFY.invokeExact(
                                            CONTEXT,
                                            own.signatureIn,
                                            message,
                                            messageBytes,
                                            own.key));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    @Override
    public boolean isTweaked(
            ByteString outputKey, boolean oddOutput, ByteString internalKey, Hash256 tweak) {
        if (outputKey.length() != Scratch.X_BYTES || internalKey.length() != Scratch.X_BYTES) {
            return false;
        }
        Scratch own = SCRATCH.get();
        own.put(internalKey, outputKey, tweak);
        try {
            return verdict((int) X_ONLY_PARSE.invokeExact(CONTEXT, own.key, own.keyIn))
                    && verdict(
                            (int)
                                    TWEAK_ADD_CHECK.invokeExact(
                                            CONTEXT,
                                            own.signatureIn,
                                            oddOutput ? 1 : 0,
                                            own.key,
                                            own.hashIn));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    @Override
    public Optional<Tweaked> tweak(ByteString internalKey, Hash256 tweak) {
        if (internalKey.length() != Scratch.X_BYTES) return Optional.empty();
        Scratch own = SCRATCH.get();
        own.put(internalKey, ByteString.EMPTY, tweak);
        try {
            if (!verdict((int) X_ONLY_PARSE.invokeExact(CONTEXT, own.key, own.keyIn))
                    || !verdict(
                            (int)
                                    TWEAK_ADD.invokeExact(
                                            CONTEXT, own.parsed, own.key, own.hashIn))) {
                return Optional.empty();
            }
            must((int) X_ONLY_FROM_KEY.invokeExact(CONTEXT, own.key, own.parity, own.parsed));
            must((int) X_ONLY_SERIALIZE.invokeExact(CONTEXT, own.keyIn, own.key));
        } catch (Throwable e) {
            throw failure(e);
        }
        byte[] key = new byte[Scratch.X_BYTES];
        MemorySegment.copy(own.keyIn, JAVA_BYTE, 0, key, 0, key.length);
        boolean odd = verdict(own.parity.get(JAVA_INT, 0));
        return Optional.of(new Tweaked(ByteString.wrap(key), odd));
    }

    @Override
    public boolean isPublicKey(ByteString publicKey) {
        if (!hasKeyLength(publicKey)) return false;
        Scratch own = SCRATCH.get();
        own.put(publicKey, ByteString.EMPTY, Hash256.ZERO);
        try {
            return verdict(
                    (int)
                            KEY_PARSE.invokeExact(
                                    CONTEXT, own.key, own.keyIn, (long) publicKey.length()));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    @Override
    public Optional<ByteString> publicKey(ByteString secret) {
        if (secret.length() != Scratch.X_BYTES) return Optional.empty();
        Scratch own = SCRATCH.get();
        own.put(secret, ByteString.EMPTY, Hash256.ZERO);
        try {
            boolean made =
                    verdict((int) KEY_CREATE.invokeExact(Making.CONTEXT, own.key, own.keyIn));
            own.keyIn.fill((byte) 0);
            return made
                    ? Optional.of(serialized(own, Scratch.KEY_BYTES_MAX, UNCOMPRESSED))
                    : Optional.empty();
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    @Override
    public Optional<ByteString> plus(ByteString publicKey, Hash256 scalar) {
        if (!hasKeyLength(publicKey)) return Optional.empty();
        Scratch own = SCRATCH.get();
        own.put(publicKey, ByteString.EMPTY, scalar);
        try {
            boolean added =
                    verdict(
                                    (int)
                                            KEY_PARSE.invokeExact(
                                                    CONTEXT,
                                                    own.key,
                                                    own.keyIn,
                                                    (long) publicKey.length()))
                            && verdict(
                                    (int) KEY_TWEAK_ADD.invokeExact(CONTEXT, own.key, own.hashIn));
            return added
                    ? Optional.of(serialized(own, Scratch.X_BYTES + 1, COMPRESSED))
                    : Optional.empty();
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    @Override
    public Optional<Recoverable> signRecoverably(ByteString secret, Hash256 message) {
        if (secret.length() != Scratch.X_BYTES) return Optional.empty();
        Scratch own = SCRATCH.get();
        own.put(secret, ByteString.EMPTY, message);
        try (Arena once = Arena.ofConfined()) {
            MemorySegment signature = once.allocate(Scratch.RECOVERABLE_BYTES, 8);
            boolean made =
                    verdict(
                            (int)
                                    SIGN_RECOVERABLE.invokeExact(
                                            Making.CONTEXT,
                                            signature,
                                            own.hashIn,
                                            own.keyIn,
                                            MemorySegment.NULL, // the nonce of RFC 6979
                                            MemorySegment.NULL));
            own.keyIn.fill((byte) 0);
            if (!made) return Optional.empty();
            must(
                    (int)
                            RECOVERABLE_SERIALIZE.invokeExact(
                                    CONTEXT, own.signatureIn, own.parity, signature));
        } catch (Throwable e) {
            throw failure(e);
        }
        byte[] bytes = new byte[Scratch.SIGNATURE_BYTES];
        MemorySegment.copy(own.signatureIn, JAVA_BYTE, 0, bytes, 0, bytes.length);
        return Optional.of(new Recoverable(ByteString.wrap(bytes), own.parity.get(JAVA_INT, 0)));
    }

    @Override
    public Optional<ByteString> recover(Recoverable signature, Hash256 message) {
        Scratch own = SCRATCH.get();
        own.put(ByteString.EMPTY, signature.signature(), message);
        try (Arena once = Arena.ofConfined()) {
            MemorySegment parsed = once.allocate(Scratch.RECOVERABLE_BYTES, 8);
            boolean found =
                    verdict(
                                    (int)
                                            RECOVERABLE_PARSE.invokeExact(
                                                    CONTEXT,
                                                    parsed,
                                                    own.signatureIn,
                                                    signature.choice()))
                            && verdict(
                                    (int)
                                            RECOVER.invokeExact(
                                                    CONTEXT, own.key, parsed, own.hashIn));
            return found
                    ? Optional.of(serialized(own, Scratch.KEY_BYTES_MAX, UNCOMPRESSED))
                    : Optional.empty();
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** The parsed key of a scratch, written out. */
    private static ByteString serialized(Scratch own, int bytes, int form) throws Throwable {
        own.length.set(JAVA_LONG, 0, bytes);
        must((int) KEY_SERIALIZE.invokeExact(CONTEXT, own.keyIn, own.length, own.key, form));
        byte[] key = new byte[bytes];
        MemorySegment.copy(own.keyIn, JAVA_BYTE, 0, key, 0, bytes);
        return ByteString.wrap(key);
    }

    @Override
    public String name() {
        return "libsecp256k1 (secp256k1-kmp 0.22.0)";
    }

    private static boolean hasKeyLength(ByteString publicKey) {
        return publicKey.length() == 33 || publicKey.length() == Scratch.KEY_BYTES_MAX;
    }

    private static boolean verdict(int answer) {
        return switch (answer) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new IllegalStateException("libsecp256k1 answered " + answer);
        };
    }

    private static void must(int answer) {
        if (answer != 1) throw new IllegalStateException("libsecp256k1 answered " + answer);
    }

    /** What a handle threw is never the library's answer: C throws nothing. */
    private static IllegalStateException failure(Throwable thrown) {
        if (thrown instanceof Error error) throw error;
        return new IllegalStateException("libsecp256k1 could not be called", thrown);
    }

    private static MemorySegment symbol(String name) {
        return LIBRARY.find(name)
                .orElseThrow(() -> new IllegalStateException("libsecp256k1 lacks " + name));
    }

    /** A function that answers with an int. */
    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(symbol(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** Memory outside the heap for the arguments of one call at a time; each thread has its own. */
    private static final class Scratch {
        static final int X_BYTES = 32;
        static final int KEY_BYTES_MAX = 65;
        static final int SIGNATURE_BYTES = 64;
        static final int RECOVERABLE_BYTES = 65; // secp256k1_ecdsa_recoverable_signature
        static final int MESSAGE_BYTES_MAX = 256; // in transactions always 32

        private static final int SIGNATURE_AT = 72;
        private static final int MESSAGE_AT = SIGNATURE_AT + SIGNATURE_BYTES;
        private static final int IN_BYTES = MESSAGE_AT + MESSAGE_BYTES_MAX;

        /** secp256k1_pubkey, secp256k1_xonly_pubkey and secp256k1_ecdsa_signature alike. */
        private static final int OPAQUE_BYTES = 64;

        private final byte[] heap = new byte[IN_BYTES];
        private final MemorySegment in;

        final MemorySegment keyIn;
        final MemorySegment signatureIn;
        final MemorySegment hashIn;
        final MemorySegment messageIn;
        final MemorySegment key; // the opaque forms, which only the library reads
        final MemorySegment parsed;
        final MemorySegment parity;
        final MemorySegment length;

        Scratch() {
            Arena arena = Arena.ofAuto();
            in = arena.allocate(IN_BYTES, 8);
            keyIn = in.asSlice(0, KEY_BYTES_MAX);
            signatureIn = in.asSlice(SIGNATURE_AT, SIGNATURE_BYTES);
            hashIn = in.asSlice(MESSAGE_AT, Hash256.BYTES);
            messageIn = in.asSlice(MESSAGE_AT, MESSAGE_BYTES_MAX);
            key = arena.allocate(OPAQUE_BYTES, 8);
            parsed = arena.allocate(OPAQUE_BYTES, 8);
            parity = arena.allocate(JAVA_INT);
            length = arena.allocate(JAVA_LONG);
        }

        void put(ByteString first, ByteString second, Hash256 third) {
            first.copyTo(heap, 0);
            second.copyTo(heap, SIGNATURE_AT);
            third.copyTo(heap, MESSAGE_AT);
            MemorySegment.copy(heap, 0, in, JAVA_BYTE, 0, MESSAGE_AT + Hash256.BYTES);
        }

        void put(ByteString first, ByteString second, ByteString third) {
            first.copyTo(heap, 0);
            second.copyTo(heap, SIGNATURE_AT);
            third.copyTo(heap, MESSAGE_AT);
            MemorySegment.copy(heap, 0, in, JAVA_BYTE, 0, MESSAGE_AT + third.length());
        }
    }
}
