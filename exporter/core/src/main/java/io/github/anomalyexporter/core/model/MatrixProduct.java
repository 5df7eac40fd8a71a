package io.github.anomalyexporter.core.model;

/** Products of a vector with a matrix of single precision. */
final class MatrixProduct {
  private MatrixProduct() {}

  /**
   * Adds the product of a vector with a matrix to sums: {@code sums[to + j] += Σ vector[from + i] ·
   * matrix[start + i · width + j]}. Four rows of the matrix are added at once, so that the sums are
   * read and written a quarter as often; the compiler does it for several adjacent sums at a time.
   *
   * @param count length of the vector, rows of the matrix
   * @param matrix contains {@code [count, width]} from {@code start} on
   * @param sums contains {@code [width]} from {@code to} on
   */
  static void add(
      float[] vector,
      int from,
      int count,
      float[] matrix,
      int start,
      int width,
      float[] sums,
      int to) {
    int i = 0;
    for (; i + 3 < count; i += 4) {
      addFour(vector, from + i, matrix, start + i * width, width, sums, to);
    }
    for (; i < count; i++) {
      addOne(vector[from + i], matrix, start + i * width, width, sums, to);
    }
  }

  private static void addFour(
      float[] vector, int from, float[] matrix, int start, int width, float[] sums, int to) {
    float a = vector[from];
    float b = vector[from + 1];
    float c = vector[from + 2];
    float d = vector[from + 3];
    int second = start + width;
    int third = second + width;
    int fourth = third + width;
    for (int j = 0; j < width; j++) {
      sums[to + j] +=
          ((a * matrix[start + j]) + (b * matrix[second + j]))
              + ((c * matrix[third + j]) + (d * matrix[fourth + j]));
    }
  }

  private static void addOne(
      float factor, float[] matrix, int start, int width, float[] sums, int to) {
    for (int j = 0; j < width; j++) {
      sums[to + j] += factor * matrix[start + j];
    }
  }
}
