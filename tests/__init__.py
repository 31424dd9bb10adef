"""Tests; a package so that suites can share the contract and the fakes."""
