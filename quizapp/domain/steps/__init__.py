"""The steps of the check language: what a check, a proof or a `predict` item does to a running app.

A step has exactly one action, written as its key: `{GET: /items, expect: 200}`. Everything here is data;
`checker` carries it out.
"""
