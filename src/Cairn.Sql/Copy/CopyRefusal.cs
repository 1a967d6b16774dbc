using Cairn.Sql.Engine;
using Cairn.Sql.Schema;

namespace Cairn.Sql.Copy;

/// <summary>
/// Finds the row that makes a database refuse a chunk, by trying parts of it. Nothing that is tried stays.
/// </summary>
internal sealed class CopyRefusal(Database to, HeadTable table, List<object?[]> rows)
{
    /// <summary>The index of the first row that is refused.</summary>
    public async Task<int> FirstAsync(Func<Exception, bool> isRefusal, CancellationToken ct)
    {
        var (fits, refused) = (0, rows.Count);
        while (refused - fits > 1)
        {
            var middle = (fits + refused) / 2;
            if (await FitsAsync(middle, isRefusal, ct))
            {
                fits = middle;
            }
            else
            {
                refused = middle;
            }
        }

        return refused - 1;
    }

    private async Task<bool> FitsAsync(int count, Func<Exception, bool> isRefusal, CancellationToken ct)
    {
        try
        {
            await to.WriteAsync(
                async session =>
                {
                    await DatabaseCopy.InsertAsync(session, table, rows[..count]);
                    throw new UndoException();
                },
                ct
            );
            return true;
        }
        catch (UndoException)
        {
            return true;
        }
        catch (Exception e) when (isRefusal(e))
        {
            return false;
        }
    }

#pragma warning disable CA1064 // Never leaves this class.
    private sealed class UndoException : Exception;
#pragma warning restore CA1064
}
