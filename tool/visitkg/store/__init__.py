"""A store on disk, filled from files once and asked as often as one likes.

Reading order: ``state`` (what it holds, and how far a load is), ``lock`` (who writes, who reads),
``stream`` (the bytes of a file), ``text`` (its statements in pieces), ``plan`` (what has changed),
``spelling`` (literals as they are written), ``fill`` (pieces into the engine), ``load`` (the
straight line through them), ``open`` (a store to be read, if it is not stale), ``copy`` (one
whose blank nodes have other labels), ``ask`` (queries), ``encode`` (all of it for a validation),
``graph`` (a view of it, and all of it).
"""
