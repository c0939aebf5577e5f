package types

import "encoding/binary"

const (
	// BucketsPerRecord is how many consecutive member numbers share a record.
	BucketsPerRecord = 16
	// bucketBytes is the fixed size of a bucket: gas, bytes and the second it was
	// drawn on, each in 8 bytes, big-endian.
	bucketBytes = 24
	// BucketRecordBytes is the fixed size of a record.
	BucketRecordBytes = BucketsPerRecord * bucketBytes
)

// NewBucketRecord is a record of members who have drawn nothing yet.
func NewBucketRecord() []byte { return make([]byte, BucketRecordBytes) }

// BucketRecordNumber of the record that holds a member's bucket.
func BucketRecordNumber(memberID uint64) uint64 { return memberID / BucketsPerRecord }

// bucketPlace is the part of a record that is the member's.
func bucketPlace(record []byte, memberID uint64) []byte {
	from := memberID % BucketsPerRecord * bucketBytes
	return record[from : from+bucketBytes]
}

// ReadBucket reads a member's bucket from its record; false if the member has
// never drawn on it. A bucket is drawn on after 1970, so its second is never zero.
func ReadBucket(record []byte, memberID uint64) (Bucket, bool) {
	place := bucketPlace(record, memberID)
	bucket := Bucket{
		Gas:       binary.BigEndian.Uint64(place),
		Bytes:     binary.BigEndian.Uint64(place[8:]),
		UpdatedAt: int64(binary.BigEndian.Uint64(place[16:])),
	}
	return bucket, bucket.UpdatedAt != 0
}

// WriteBucket puts a member's bucket into its record.
func WriteBucket(record []byte, memberID uint64, bucket Bucket) {
	place := bucketPlace(record, memberID)
	binary.BigEndian.PutUint64(place, bucket.Gas)
	binary.BigEndian.PutUint64(place[8:], bucket.Bytes)
	binary.BigEndian.PutUint64(place[16:], uint64(bucket.UpdatedAt))
}
