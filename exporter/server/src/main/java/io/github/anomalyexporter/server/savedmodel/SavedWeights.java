package io.github.anomalyexporter.server.savedmodel;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.WeightArray;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.files.BoundedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Reads the weights of a stack from the variables of a SavedModel: an index ({@link SortedTable} of
 * {@link TensorEntry}) and the floats, one array after another. Checksums of both are verified. The
 * graph of the SavedModel is not read.
 */
public final class SavedWeights {
  /** The index of the variables. */
  public static final String INDEX = "variables/variables.index";

  /** The values of the variables. */
  public static final String DATA = "variables/variables.data-00000-of-00001";

  /** The key of the index's header; all other keys are names of variables. */
  private static final String HEADER = "";

  /** Number of {@code DT_FLOAT} in TensorFlow's {@code types.proto}. */
  private static final long FLOAT = 1;

  /** Far more than the index of any architecture; the index does not grow with the rows. */
  private static final int LARGEST_INDEX = 1 << 20;

  private static final int BUFFER = 1 << 16;

  private final Architecture architecture;
  private final List<WeightArray> arrays;

  private SavedWeights(Architecture architecture) {
    this.architecture = architecture;
    this.arrays = architecture.arrays();
  }

  /**
   * Reads the weights.
   *
   * @param savedModel the directory of the SavedModel
   * @throws IOException if it does not contain undamaged weights of the architecture; the message
   *     has the file and the reason
   */
  public static Weights read(Path savedModel, Architecture architecture) throws IOException {
    SavedWeights weights = new SavedWeights(architecture);
    Path index = savedModel.resolve(INDEX);
    Path data = savedModel.resolve(DATA);
    Index found;
    try {
      found = weights.index(index);
    } catch (IOException e) {
      throw refused(index, e);
    }
    try {
      return weights.read(found, data);
    } catch (IOException e) {
      throw refused(data, e);
    }
  }

  private static IOException refused(Path file, IOException e) {
    if (e instanceof DamagedException) {
      return new IOException(file + ": is damaged or of another model: " + e.getMessage(), e);
    } else if (e instanceof NoSuchFileException) {
      return new IOException(file + ": does not exist", e);
    }
    return new IOException(file + ": cannot be read: " + FailureReason.of(e), e);
  }

  /**
   * The index of the variables.
   *
   * @param weights in the order of the architecture
   * @param bytes of all variables
   */
  private record Index(List<TensorEntry> weights, long bytes) {}

  /**
   * Reads the index. It may have variables that are no weights: earlier versions of the program
   * stored the values of missing inputs.
   */
  private Index index(Path file) throws IOException {
    Map<String, ByteBuffer> values = SortedTable.read(BoundedFile.bytes(file, LARGEST_INDEX));
    ByteBuffer header = values.remove(HEADER);
    if (header == null) {
      throw new DamagedException("it has no header");
    }
    TensorEntry.requireOneLittleEndianShard(header);
    Map<String, TensorEntry> found = new TreeMap<>();
    long bytes = 0;
    for (Map.Entry<String, ByteBuffer> value : values.entrySet()) {
      TensorEntry entry = TensorEntry.of(value.getValue());
      found.put(value.getKey(), entry);
      bytes += entry.size();
    }
    return new Index(weights(found), bytes);
  }

  private List<TensorEntry> weights(Map<String, TensorEntry> found) throws DamagedException {
    Set<String> names = new TreeSet<>(found.keySet());
    names.removeIf(name -> !WeightArray.isWeights(name));
    Set<String> expected = new TreeSet<>(arrays.stream().map(WeightArray::name).toList());
    if (!names.equals(expected)) {
      throw new DamagedException(
          "expected the variables %s of %s, found %s".formatted(expected, architecture, names));
    }
    List<TensorEntry> entries = new ArrayList<>();
    for (WeightArray array : arrays) {
      TensorEntry entry = Objects.requireNonNull(found.get(array.name()));
      entries.add(entry);
      requireOf(array, entry, entries.get(0));
    }
    return entries;
  }

  /**
   * Checks type, shape and size.
   *
   * @param first entry, which has the number of rows
   */
  private void requireOf(WeightArray array, TensorEntry entry, TensorEntry first)
      throws DamagedException {
    long rows = first.shape().isEmpty() ? 0 : first.shape().get(0);
    List<Long> shape = List.of(rows, (long) array.fanIn(), (long) array.fanOut());
    boolean possible = rows > 0 && rows <= Integer.MAX_VALUE / Float.BYTES / array.perRow();
    if (!possible || entry.type() != FLOAT || !entry.shape().equals(shape)) {
      throw new DamagedException(
          "%s has the type %s and the shape %s, expected floats (type %s) of rows, %s, %s for %s"
              .formatted(
                  array.name(),
                  entry.type(),
                  entry.shape(),
                  FLOAT,
                  array.fanIn(),
                  array.fanOut(),
                  architecture));
    }
    long bytes = rows * array.perRow() * Float.BYTES;
    if (entry.size() != bytes || entry.shard() != 0) {
      throw new DamagedException(
          "%s has %s bytes in the file %s, expected %s in the file 0"
              .formatted(array.name(), entry.size(), entry.shard(), bytes));
    }
  }

  private Weights read(Index index, Path data) throws IOException {
    List<TensorEntry> entries = index.weights();
    int rows = Math.toIntExact(entries.get(0).shape().get(0));
    List<float[]> values = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(data)) {
      long size = channel.size();
      if (size != index.bytes()) {
        throw new DamagedException("expected %s bytes, found %s".formatted(index.bytes(), size));
      }
      for (int i = 0; i < entries.size(); i++) {
        values.add(floats(channel, size, arrays.get(i), entries.get(i)));
      }
    }
    return Weights.of(architecture, rows, values);
  }

  private static float[] floats(
      FileChannel channel, long fileSize, WeightArray array, TensorEntry entry) throws IOException {
    if (entry.offset() < 0 || entry.offset() > fileSize - entry.size()) {
      throw new DamagedException(
          "%s begins at %s in a file of %s bytes"
              .formatted(array.name(), Long.toUnsignedString(entry.offset()), fileSize));
    }
    float[] values = new float[(int) (entry.size() / Float.BYTES)];
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    int filled = 0;
    while (filled < values.length) {
      buffer.clear().limit(Math.min(BUFFER, (values.length - filled) * Float.BYTES));
      readFully(channel, entry.offset() + (long) filled * Float.BYTES, buffer);
      crc.update(buffer.flip().duplicate());
      int count = buffer.remaining() / Float.BYTES;
      buffer.asFloatBuffer().get(values, filled, count);
      filled += count;
    }
    if (MaskedCrc.of(crc) != entry.crc()) {
      throw new DamagedException("the checksum of %s is wrong".formatted(array.name()));
    }
    return values;
  }

  private static void readFully(FileChannel channel, long offset, ByteBuffer buffer)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new DamagedException("it became shorter while it was read");
      }
    }
  }
}
