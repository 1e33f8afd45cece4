namespace DuffBeer.Core.Models.Estimation;

/// <summary>The approximated inverse curvature of a climb.</summary>
sealed class SquareMatrix
{
    readonly double[,] _cells;

    SquareMatrix(double[,] cells, bool isIdentity) => (_cells, IsIdentity) = (cells, isIdentity);

    public bool IsIdentity { get; }

    public static SquareMatrix Identity(int size)
    {
        var cells = new double[size, size];
        for (var index = 0; index < size; index++)
            cells[index, index] = 1;
        return new(cells, isIdentity: true);
    }

    public double[] Times(double[] vector)
    {
        var product = new double[vector.Length];
        for (var row = 0; row < vector.Length; row++)
        {
            for (var column = 0; column < vector.Length; column++)
                product[row] += _cells[row, column] * vector[column];
        }

        return product;
    }

    /// <summary>
    /// The BFGS update (Nocedal and Wright, 6.17) for a step and the fall of
    /// the slope along it; the unchanged matrix if the step saw no curvature.
    /// </summary>
    public SquareMatrix Updated(double[] step, double[] fall)
    {
        var curvature = step.Zip(fall, (x, y) => x * y).Sum();
        if (!(curvature > 1e-14 * step.Sum(x => x * x)))
            return this;

        var turned = Times(fall);
        var stretch = (curvature + fall.Zip(turned, (x, y) => x * y).Sum()) / (curvature * curvature);
        var cells = new double[step.Length, step.Length];
        for (var row = 0; row < step.Length; row++)
        {
            for (var column = 0; column < step.Length; column++)
            {
                cells[row, column] = _cells[row, column] + stretch * step[row] * step[column]
                    - (turned[row] * step[column] + step[row] * turned[column]) / curvature;
            }
        }

        return new(cells, isIdentity: false);
    }
}
